// The text of a template file under the cursor: YAML in colours, with the remarks of the core at their places.
// CodeMirror, and nothing else of the site loads it. It lies in a shadow tree: there its styles are a sheet that a
// script made, which the strictest page allows, and the styles of page and editor cannot reach each other.

import { defaultKeymap, history, historyKeymap, indentWithTab, redo, undo } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { HighlightStyle, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic as Squiggle, forEachDiagnostic, setDiagnostics } from "@codemirror/lint";
import { EditorState, type Extension, type Text } from "@codemirror/state";
import {
  Decoration,
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  MatchDecorator,
  ViewPlugin,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { type Diagnostic, sentence } from "./mine";
import { node } from "./dom";
import { offsets } from "./offsets";
import { fromCore, t } from "./words";

export interface Around {
  label: string;
  /** How to leave by keyboard, for those who hear the page. */
  hint: string;
  /** The text was changed by the person, also by undo. */
  typed: () => void;
  /** The cursor was led to a remark. */
  reached: (message: string) => void;
}

const COLOURS = HighlightStyle.define([
  {
    tag: [tags.propertyName, tags.definition(tags.propertyName)],
    color: "var(--fu-accent)",
    fontWeight: "600",
  },
  { tag: [tags.comment, tags.lineComment], color: "var(--fu-ink-soft)", fontStyle: "italic" },
  {
    tag: [tags.keyword, tags.punctuation, tags.separator, tags.squareBracket, tags.brace],
    color: "var(--fu-wait)",
  },
]);

const LOOK = EditorView.theme({
  "&": {
    color: "var(--fu-ink)",
    backgroundColor: "var(--fu-surface)",
    fontSize: "var(--fu-code-size, 0.9rem)",
    border: "1px solid var(--fu-line-strong)",
    borderRadius: "var(--fu-radius-small)",
  },
  "&.cm-focused": { outline: "2px solid var(--fu-accent)", outlineOffset: "2px" },
  ".cm-scroller": { fontFamily: "var(--fu-mono)", lineHeight: "1.55", borderRadius: "inherit" },
  "& > .cm-scroller": { maxHeight: "var(--fu-code-height, none)", overflow: "auto" },
  ".cm-content": { caretColor: "var(--fu-ink)", padding: "8px 0", minHeight: "18rem" },
  ".cm-gutters": {
    color: "var(--fu-ink-soft)",
    backgroundColor: "var(--fu-paper)",
    borderRight: "1px solid var(--fu-line)",
  },
  ".cm-cursor": { borderLeftColor: "var(--fu-ink)", borderLeftWidth: "2px" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--fu-accent-soft)" },
  ".cm-activeLineGutter": { color: "var(--fu-ink)" },
  "&:not(.cm-focused) .cm-activeLine": { backgroundColor: "transparent" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    background: "var(--fu-wait-soft)",
    outline: "1px solid var(--fu-wait)",
  },
  ".cm-field": { color: "var(--fu-due)", fontWeight: "600" },
  ".cm-tag": { color: "var(--fu-done)", fontWeight: "600" },
  // The usual squiggle is an image; a line of the text needs none and is seen in forced colours too.
  ".cm-lintRange": { backgroundImage: "none", paddingBottom: "0", textUnderlineOffset: "3px" },
  ".cm-lintRange-error": { textDecoration: "underline wavy var(--fu-due) 2px" },
  ".cm-lintRange-warning": { textDecoration: "underline dotted var(--fu-wait) 2px" },
  ".cm-lintPoint": { "&:after": { borderBottomColor: "var(--fu-due)" } },
  ".cm-tooltip": {
    color: "var(--fu-ink)",
    backgroundColor: "var(--fu-surface)",
    border: "1px solid var(--fu-line-strong)",
    borderRadius: "var(--fu-radius-small)",
    maxWidth: "min(28rem, 90vw)",
    fontFamily: "var(--fu-font)",
    fontSize: "0.8rem",
  },
  ".cm-diagnostic": { borderLeft: "4px solid var(--fu-wait)" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--fu-due)" },
});

/** The language of the messages stands inside the texts of the file, where YAML sees only text. */
const LANGUAGE = marked(/\{\{.*?\}\}/g, "cm-field");
const TAGS = marked(/\{%.*?%\}|\{#.*?#\}/g, "cm-tag");

function marked(regexp: RegExp, look: string): Extension {
  const decorator = new MatchDecorator({ regexp, decoration: Decoration.mark({ class: look }) });
  return ViewPlugin.define(
    (view) => {
      const plugin = {
        decorations: decorator.createDeco(view),
        update(update: Parameters<typeof decorator.updateDeco>[0]) {
          plugin.decorations = decorator.updateDeco(update, plugin.decorations);
        },
      };
      return plugin;
    },
    { decorations: (plugin) => plugin.decorations },
  );
}

export class Code {
  readonly #view: EditorView;
  readonly #extensions: Extension;
  readonly #shadow: ShadowRoot;

  constructor(
    host: HTMLElement,
    private readonly around: Around,
  ) {
    this.#shadow = host.shadowRoot ?? host.attachShadow({ mode: "open", delegatesFocus: true });
    this.#extensions = this.#set();
    this.#view = new EditorView({ state: this.#state(""), root: this.#shadow });
  }

  get text(): string {
    return this.#view.state.sliceDoc();
  }

  /** Begin a document: nothing leads back to the one before. Nobody can type before the first one is there. */
  begin(text: string): void {
    this.#view.setState(this.#state(text));
    if (!this.#view.dom.parentNode) this.#shadow.append(this.#view.dom);
  }

  /** Change the whole text as somebody would by hand: it can be undone. */
  change(text: string): void {
    this.#view.dispatch({ changes: { from: 0, to: this.#view.state.doc.length, insert: text } });
  }

  undo(): void {
    undo(this.#view);
    this.focus();
  }

  redo(): void {
    redo(this.#view);
    this.focus();
  }

  focus(): void {
    this.#view.focus();
  }

  /** Underline these remarks. They belong to the text as it is now. */
  mark(found: Diagnostic[]): void {
    const { doc } = this.#view.state;
    this.#view.dispatch(
      setDiagnostics(
        this.#view.state,
        found.map((each) => squiggle(doc, each)),
      ),
    );
  }

  /** Put the cursor where a remark is. */
  goTo(found: Diagnostic): void {
    this.#reach(squiggle(this.#view.state.doc, found));
  }

  #reach({ from, message }: Pick<Squiggle, "from" | "message">): void {
    this.#view.dispatch({
      selection: { anchor: from },
      effects: EditorView.scrollIntoView(from, { y: "center" }),
    });
    this.#view.focus();
    this.around.reached(message);
  }

  /** F8: the next remark after the cursor, or the first. */
  #next(): boolean {
    const found: { from: number; message: string }[] = [];
    forEachDiagnostic(this.#view.state, ({ message }, from) => found.push({ from, message }));
    const { head } = this.#view.state.selection.main;
    const next = found.find(({ from }) => from > head) ?? found[0];
    if (next) this.#reach(next);
    return true;
  }

  #state(doc: string): EditorState {
    return EditorState.create({ doc, extensions: this.#extensions });
  }

  #set(): Extension {
    const { label, hint, typed } = this.around;
    const leave = (on: boolean) => () => {
      this.#view.setTabFocusMode(on);
      return false;
    };
    return [
      lineNumbers(),
      highlightActiveLineGutter(),
      highlightActiveLine(),
      highlightSpecialChars(),
      history(),
      drawSelection(),
      yaml(),
      syntaxHighlighting(COLOURS),
      LANGUAGE,
      TAGS,
      LOOK,
      indentUnit.of("  "),
      EditorState.tabSize.of(2),
      EditorState.phrases.of({
        "Control character": t("editor.control-character"),
        "Selection deleted": t("editor.selection-deleted"),
      }),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({
        "aria-label": label,
        tabindex: "0",
        "aria-description": hint,
        spellcheck: "false",
      }),
      // After Escape the next Tab moves on, however long somebody needs for it; anything else typed ends that.
      EditorView.domEventHandlers({
        keydown: (event) => {
          if (event.key === "Escape") this.#view.setTabFocusMode(true);
          else if (!["Tab", "Shift"].includes(event.key)) this.#view.setTabFocusMode(false);
          return false;
        },
        blur: leave(false),
      }),
      keymap.of([{ key: "F8", run: () => this.#next() }, indentWithTab, ...historyKeymap, ...defaultKeymap]),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) typed();
      }),
    ];
  }
}

/** A remark as CodeMirror wants it: from its place to the end of the word, the field or the value there. */
function squiggle(doc: Text, { severity, message, hint, line, column }: Diagnostic): Squiggle {
  const { from: start, text } = doc.line(Math.min(Math.max(line, 1), doc.lines));
  let at = Math.min(offsets(text)(column - 1), text.length);
  if (at === text.length && at > 0) at -= 1;
  const length = /^(?:\{[{%].*?[%}]\}|[\w-]+|\S+)/.exec(text.slice(at))?.[0].length ?? 1;
  const to = start + Math.min(at + Math.max(length, 1), text.length);
  const words = hint ? `${message} ${sentence(hint)}` : message;
  return { from: start + at, to, severity, message: words, renderMessage: () => node(fromCore(words)) };
}
