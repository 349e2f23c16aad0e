// The addresses for Gmail and Outlook: what a person typed stays the value of its own field.
import assert from "node:assert/strict";
import { test } from "node:test";
import { compose, MAX_ADDRESS, recipient } from "../../browser/compose.ts";

const MESSAGE = { to: "maria@northwind.example", subject: "Thank you, Maria", body: "Hi Maria,\n\nDana\n" };
const PLACES = {
  gmail: { start: "https://mail.google.com/mail/?view=cm&fs=1&to=", subject: "su" },
  outlook: { start: "https://outlook.live.com/mail/0/deeplink/compose?to=", subject: "subject" },
};

for (const [where, { start, subject }] of Object.entries(PLACES)) {
  test(`${where}: the address holds the message`, () => {
    const address = compose(where, MESSAGE);
    assert.ok(address.startsWith(start));
    const said = new URL(address).searchParams;
    assert.equal(said.get("to"), MESSAGE.to);
    assert.equal(said.get(subject), MESSAGE.subject);
    assert.equal(said.get("body"), "Hi Maria,\r\n\r\nDana\r\n");
  });

  test(`${where}: nothing a person types becomes another field`, () => {
    const nasty = "a&body=x&bcc=evil@x.example#?+%41 \"'<>()*!~ é 🎉";
    const address = compose(where, { to: nasty, subject: nasty, body: nasty });
    const usual = new URL(compose(where, MESSAGE));
    const found = new URL(address);
    assert.deepEqual([...found.searchParams.keys()], [...usual.searchParams.keys()]);
    assert.equal(found.hash, "");
    assert.equal(found.origin, usual.origin);
    for (const name of ["to", subject, "body"]) assert.equal(found.searchParams.get(name), nasty);
    assert.match(address.slice(start.length), /^(?:[\w.~-]|%[0-9A-F]{2}|&|=)*$/);
  });

  test(`${where}: line ends are those of mail, whatever was typed`, () => {
    for (const body of ["a\nb", "a\rb", "a\r\nb"])
      assert.match(compose(where, { ...MESSAGE, body }), /body=a%0D%0Ab$/);
  });

  test(`${where}: what no mail may hold gives no address`, () => {
    for (const subject of ["a\nBcc: evil@x.example", "a\r", "a\u2028b", "a\u0000", "a\ud800"])
      assert.equal(compose(where, { ...MESSAGE, subject }), null);
    assert.equal(compose(where, { ...MESSAGE, to: "a@x.example\n" }), null);
    for (const body of ["a\u0000", "a\u001b[1m", "\udc00"])
      assert.equal(compose(where, { ...MESSAGE, body }), null);
    assert.ok(compose(where, { ...MESSAGE, body: "a\tb" }));
  });

  test(`${where}: an address that is too long is none`, () => {
    const room = MAX_ADDRESS - compose(where, { ...MESSAGE, body: "" }).length;
    assert.equal(compose(where, { ...MESSAGE, body: "x".repeat(room) }).length, MAX_ADDRESS);
    assert.equal(compose(where, { ...MESSAGE, body: "x".repeat(room + 1) }), null);
  });
}

test("the recipient is the one of the mail link", () => {
  assert.equal(
    recipient("mailto:maria%2Bjobs@northwind.example?subject=a&body=b"),
    "maria+jobs@northwind.example",
  );
  assert.equal(recipient("mailto:?subject=a&body=b"), "");
});
