"""The linear model of the tone check: what it sees, what it adds up, how rules and model must agree."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup_core.catalog import DATA, builtin
from followup_core.leaning import FAULTS, SCALE, Leaning, features
from followup_core.reading import LEAST_WORDS
from followup_core.tone import Context, Tone
from followup_core.tonerules import Rule, Severity
from followup_core.words import words_from_plain, words_to_plain
from tools import train

WORDS = builtin().words("en")
SURE, UNSURE = 20 * SCALE, -20 * SCALE
COMMON = ("now", "up", "please", "today", "along")
ROWS = [
    *[train.Sample(frozenset({"hurry", word}), "pushy") for word in COMMON],
    *[train.Sample(frozenset({"liar", word}), "accusatory") for word in COMMON],
    *[train.Sample(frozenset({"thanks", word}), train.FINE) for word in COMMON * 2],
]


def model(**pushy: int) -> Leaning:
    """A model that knows how pushy some words are, and no other fault."""
    weights = {word: [weight] for word, weight in pushy.items()}
    return Leaning({"bias": [0, 0, *[-40 * SCALE] * 4], "weights": weights})


def rule(severity: Severity, **more: object) -> Rule:
    values: dict[str, object] = {"find": ("wait",), "category": "pushy", **more}
    return Rule(id="x", locale="en", title="T", message="M", page="guide/", severity=severity, **values)  # type: ignore[arg-type] # of a test


def tone(leaning: Leaning, *rules: Rule, doubt: int = 50) -> Tone:
    return Tone(words_from_plain({**words_to_plain(WORDS), "doubt": doubt}), rules, leaning=leaning)


class TestFeatures:
    def test_words_and_two_or_three_in_a_row_and_two_with_one_between(self) -> None:
        assert features(["we", "waited", "42"], is_question=True) == {
            *("we", "waited", "#", "<?>"),
            *("<edge> we", "we waited", "waited #", "# <?>"),
            *("<edge> _ waited", "we _ #", "waited _ <?>"),
            *("<edge> we waited", "we waited #", "waited # <?>"),
        }

    def test_a_statement_and_a_rule(self) -> None:
        assert features([]) == {"<edge>", "<edge> <edge>"}
        assert features([], ruled=["x", "y"]) - features([]) == {"<rule>", "<rule> x", "<rule> y"}

    def test_a_word_of_combining_marks_alone_has_an_empty_key(self) -> None:
        reader = builtin().tone("en").reader
        sentence = reader.read("Wait \u0301\u0302 for it here.").sentences[0]
        assert "" in reader.features(sentence)

    def test_names_links_and_contractions_are_all_alike(self) -> None:
        reader = builtin().tone("en").reader

        def seen(text: str) -> set[str]:
            return reader.features(reader.read(text).sentences[0])

        assert seen("I met Anna at Acme.") == seen("I met Joe at Initech.")
        assert seen("I haven’t read https://example.org/x yet.") == seen("I have not read www.other.net yet.")
        assert seen("It took 3 days.") == seen("It took 41 days.")

    def test_only_a_rule_about_a_fault_is_seen(self) -> None:
        for category, ruled in (("pushy", True), ("careless", False)):
            reader = tone(model(), rule("polish", category=category)).reader
            sentence = reader.read("Still we wait for it here.").sentences[0]
            assert ("<rule>" in reader.features(sentence)) is ruled


class TestSums:
    @given(
        st.lists(st.lists(st.integers(-900, 900), min_size=6, max_size=6), min_size=1, max_size=300),
    )
    def test_the_shares_are_a_logistic_times_a_softmax(self, rows: list[list[int]]) -> None:
        bias, *others = rows
        weights = {str(number): row for number, row in enumerate(others)}
        shares = Leaning({"bias": bias, "weights": weights}).of([*weights, "unknown"])
        fault, *kinds = np.array(rows, dtype=float).sum(axis=0) / SCALE
        powers = np.exp(kinds - max(kinds))
        expected = 100 / (1 + np.exp(-fault)) * powers / powers.sum()
        assert list(shares) == list(FAULTS)
        assert list(shares.values()) == pytest.approx(list(expected), abs=1e-9)

    def test_a_feature_may_say_nothing_of_the_kind(self) -> None:
        short = Leaning({"bias": [0] * 6, "weights": {"x": [50], "y": [-20, 9, 0, 0, 0, 0]}})
        long = Leaning({"bias": [0] * 6, "weights": {"x": [50, 0, 0, 0, 0, 0], "y": [-20, 9, 0, 0, 0, 0]}})
        assert short.of({"x", "y"}) == long.of({"x", "y"})

    @pytest.mark.parametrize(("weight", "share"), [(800, 100), (-800, 0)])
    def test_the_longest_sentence_does_not_overflow(self, weight: int, share: float) -> None:
        heavy = {str(number): [weight, 800, 0, 0, 0, 0] for number in range(10_000)}
        shares = Leaning({"bias": [0] * 6, "weights": heavy}).of(heavy)
        assert shares["pushy"] == pytest.approx(share)


class TestAgreement:
    """A rule and the model in one sentence."""

    @pytest.mark.parametrize(
        ("severity", "doubted"), [("stop", "rethink"), ("rethink", "polish"), ("polish", "polish")]
    )
    def test_a_rule_that_the_model_doubts_is_a_step_milder(self, severity: Severity, doubted: str) -> None:
        for weight, expected in ((SURE, severity), (UNSURE, doubted)):
            report = tone(model(wait=weight), rule(severity)).lint("Still we wait for it.")
            assert report.verdict == expected

    def test_other_rules_and_measures_are_not_softened(self) -> None:
        unsure = model(wait=UNSURE)
        assert tone(unsure, rule("stop", category="careless")).lint("Still we wait for it.").verdict == "stop"
        counted = rule("polish", find=(), measure="questions", above={"rethink": 0})
        assert tone(unsure, counted).lint("Should we wait for it?").verdict == "rethink"

    def test_without_a_doubt_or_a_model_rules_speak_alone(self) -> None:
        assert tone(model(wait=UNSURE), rule("stop"), doubt=0).lint("Still we wait for it.").verdict == "stop"
        assert Tone(WORDS, [rule("stop")]).lint("Still we wait for it.").verdict == "stop"

    def test_a_sentence_of_few_words_is_not_judged_by_the_model(self) -> None:
        assert LEAST_WORDS == 3
        assert tone(model(wait=UNSURE), rule("stop")).lint("We wait.").verdict == "stop"

    def test_where_no_rule_knows_the_words_a_sure_model_speaks(self) -> None:
        sounds = rule("polish", find=(), measure="leans-pushy", above={"rethink": 85})
        text = "Hello Anna,\n\nthank you for it. Now hurry up with it.\n\nBest,\nJo"
        found = tone(model(hurry=SURE), sounds).lint(text, Context("check-in")).findings
        assert [each.text for each in found] == ["Now hurry up with it."]
        assert tone(model(hurry=SCALE // 2), sounds).lint(text).findings == ()


class TestLearning:
    def test_it_learns_what_tells_labels_apart(self) -> None:
        learnt = Leaning(train.learn(ROWS))
        for word, kind in (("hurry", "pushy"), ("liar", "accusatory")):
            shares = learnt.of({word})
            assert sum(shares.values()) > 70
            assert max(shares, key=shares.__getitem__) == kind
        assert sum(learnt.of({"thanks"}).values()) < 30
        # The rest says nothing; of the kind only the words of a kind tell.
        assert {word: len(row) for word, row in learnt.plain["weights"].items()} == {
            "hurry": 6,
            "liar": 6,
            "thanks": 1,
        }

    def test_equal_sentences_give_equal_weights(self) -> None:
        assert train.learn(ROWS) == train.learn(ROWS)

    def test_a_fault_of_unknown_kind_is_a_fault(self) -> None:
        rows = [*ROWS, *[train.Sample(frozenset({"hurry", "quick"}), train.UNKNOWN)] * 5]
        shares = Leaning(train.learn(rows)).of({"hurry", "quick"})
        assert sum(shares.values()) > 80
        assert max(shares, key=shares.__getitem__) == "pushy"

    def test_a_small_weight_stays_if_it_is_often_used(self) -> None:
        learnt = train.Fit(["rare", "usual"], [2, 2000], np.array([[0.0], [0.2], [0.2]]))
        assert learnt.whole(20) == ([0], {"usual": [6]})

    @given(st.lists(st.frozensets(st.sampled_from("abcdef")), min_size=1, max_size=9))
    def test_the_table_adds_up_what_sentences_have(self, rows: list[frozenset[str]]) -> None:
        names = sorted({name for row in rows for name in row})
        table = train.Table(rows, names)
        has = np.array([[1, *[name in row for name in names]] for row in rows], dtype=float)
        weights = np.arange(2.0 * (len(names) + 1)).reshape(2, -1)
        assert np.allclose(table.sums(weights), weights @ has.T)
        error = np.arange(2.0 * len(rows)).reshape(2, -1)
        assert np.allclose(table.slope(error), error @ has)

    def test_in_a_message_only_the_words_of_the_fault_are_faulty(self) -> None:
        text = "Hello Anna,\n\nThank you for the tour. You owe me an answer. I liked the shop.\n\nBest,\nJo"
        found = train.labelled(text, "en", "harmful", "You owe me an answer.")
        assert [each.label for each in found] == [train.FINE, train.UNKNOWN, train.FINE]
        assert {each.label for each in train.labelled(text, "en", "good")} == {train.FINE}

    def test_where_the_kind_of_the_fault_is_known_it_is_learnt(self) -> None:
        text = "Thank you for the tour. You owe me an answer."
        found = train.labelled(text, "en", "accusatory", "You owe me an answer.")
        assert [each.label for each in found] == [train.FINE, "accusatory"]

    def test_what_a_word_means_in_texts_weighs_more_than_what_it_means_in_lists(self) -> None:
        listed = [train.Sample(frozenset({"soon", more}), "pushy") for more in COMMON]
        others = [train.Sample(frozenset({"thanks", more}), train.FINE) for more in COMMON]
        shares = []
        for in_text in (False, True):
            more = [train.Sample(frozenset({"soon", word}), train.FINE, in_text) for word in COMMON]
            shares.append(sum(Leaning(train.learn(listed + others + more)).of({"soon"}).values()))
        assert 40 < shares[0] < 60
        assert shares[1] < 30

    @pytest.mark.parametrize("locale", train.locales())
    def test_the_weights_that_are_there_know_the_words_of_their_language(self, locale: str) -> None:
        path = DATA / "tone" / f"{locale}.weights.json"
        plain = json.loads(path.read_bytes())
        assert len(plain["bias"]) == 1 + len(FAULTS)
        assert {len(row) for row in plain["weights"].values()} == {1, 1 + len(FAULTS)}
        assert all(any(row) for row in plain["weights"].values())
        assert plain["weights"]["<rule>"][0] > 0

    @pytest.mark.parametrize("aside", train.ASIDE)
    def test_what_is_kept_aside_is_never_read(self, aside: str) -> None:
        assert aside not in {path.stem for path in train.corpus()}
        assert (train.CORPUS / f"{aside}.jsonl").exists()
