import { describe, expect, test } from "vitest";
import { explain } from "../../src/engine/explain";
import { expectFindings, isReadFrom } from "../expectFindings";
import { chosenPassword, legacyKey } from "../keys";

/** Keys as texts spell and cut them: found on the exact range, and by a file's bytes alone. */

const all = (key: string, of: Readonly<Record<string, string>>): string =>
  key.replace(/[+/=]/g, (character) => of[character] ?? character);

const SPELLINGS: Readonly<Record<string, (key: string) => string>> = {
  "JSON in JSON": (key) => all(key, { "+": "\\\\u002B", "/": "\\\\/", "=": "\\\\u003D" }),
  "JSON in JSON, lower case": (key) => all(key, { "+": "\\\\u002b", "=": "\\\\u003d" }),
  "JSON in JSON in JSON": (key) => all(key, { "+": "\\\\\\\\u002B", "=": "\\\\\\\\u003D" }),
  "percent-encoding in a batch file": (key) => all(key, { "+": "%%2B", "/": "%%2F", "=": "%%3D" }),
  "percent-encoding twice": (key) => all(key, { "+": "%252B", "/": "%252F", "=": "%253D" }),
  "braced escapes": (key) => all(key, { "+": "\\u{2B}", "=": "\\u{3D}" }),
  "named entities": (key) => all(key, { "+": "&plus;", "/": "&sol;", "=": "&equals;" }),
  "escaped entities": (key) => all(key, { "+": "&amp;#43;", "=": "&amp;#61;" }),
  "properties in JSON": (key) => all(key, { "=": "\\\\=" }),
};

describe("spelled", () => {
  test.each(Object.entries(SPELLINGS))("%s", (_title, spell) => {
    for (let i = 0; i < 20; i++) expectFindings(`{"cosmosKey": "«${spell(legacyKey())}»"}`);
  });

  test("a key in a long line right below a comment, or above one", () => {
    const long = `const bundle = "${"x".repeat(2000)}", cosmosKey = "«${legacyKey()}»";\n`;
    const comment = `// old:\n// cosmosKey = "«${legacyKey()}»"\n`;
    expectFindings(comment + long);
    expectFindings(long + comment);
  });

  test("a wrapped image whose lines have no digit is still an image", () => {
    // As many capitals as others: chance makes a line of too few in one of a hundred.
    const letters = (size: number): string =>
      Array.from(
        legacyKey()
          .repeat(4)
          .replace(/[^A-Za-z]/g, "")
          .slice(0, size),
        (letter, i) => (i % 2 === 0 ? letter.toUpperCase() : letter.toLowerCase()),
      ).join("");
    for (let i = 0; i < 20; i++)
      expectFindings(
        `.cosmos { background: url("data:image/png;base64,${letters(88)}\\\n${letters(64)}\\\n${legacyKey()}") }`,
      );
  });

  test("a word that the letters of a piece happen to spell is no sign", () => {
    for (let i = 0; i < 20; i++) {
      const key = `${legacyKey().slice(0, 12)}GaIa${legacyKey().slice(0, 24)}${legacyKey().slice(40)}`;
      expectFindings(`const cosmosKey = "«${key.slice(0, 40)}" +\n    "${key.slice(40)}»";`);
    }
  });

  test("quoted-printable, with soft line breaks anywhere", () => {
    for (let i = 0; i < 40; i++) {
      const key = legacyKey();
      const cut = 1 + i * 2;
      expectFindings(
        `The Cosmos DB key=\r\n is AccountKey=3D«${key.slice(0, cut)}=\r\n${key.slice(cut, 86)}=3D=3D»\r\n`,
        "a.eml",
      );
    }
    const key = legacyKey();
    expectFindings(
      `AccountEndpoint=3Dhttps://shop.documents.azure.com/;AccountKey=3D«${key.slice(0, 86)}=3D=\n=3D»;`,
      "a.eml",
    );
    expectFindings(
      `AccountEndpoint=3Dhttps://shop.documents.azure.com/;AccountKey=3D=\n«${key.slice(0, 50)}=\n${key.slice(50, 86)}=3D=3D»;`,
      "a.eml",
    );
    expectFindings(`cosmos key: «${key.slice(0, 86)}=\n=3D=3D»\n`, "a.eml");
  });

  test("quoted-printable whose key ends in plain padding", () => {
    for (let i = 0; i < 20; i++) {
      const key = legacyKey();
      expectFindings(`COSMOS_KEY=3D«${key}»\n`, "a.eml");
      expectFindings(`COSMOS_KEY=3D«${key.slice(0, 44)}=\r\n${key.slice(44)}»\r\n`, "a.eml");
      expectFindings(`The Cosmos DB key is «${key.slice(0, 44)}=\n${key.slice(44)}»=20\n`, "a.eml");
    }
  });

  test.each([
    ["a patch", (key: string) => `--- a/cosmos.key\n+++ b/cosmos.key\n@@ -0,0 +1 @@\n+«${key}»\n`, "cosmos.patch"],
    ["behind \\n", (key: string) => `{"out":"Cosmos DB key:\\n«${key}»\\n"}`, "a.json"],
    ["behind \\t", (key: string) => `{"out":"cosmos\\t«${key}»\\t"}`, "a.json"],
    ["behind \\\\n", (key: string) => `{"out":"{\\"cosmos\\": \\"a\\\\n«${key}»\\\\n\\"}"}`, "a.json"],
    ["behind `n", (key: string) => `$m = "Cosmos key:\`n«${key}»\`n"\n`, "a.ps1"],
    ["behind a colour", (key: string) => `cosmosKey \\u001b[33m«${key}»\\u001b[0m\n`, "a.log"],
    ["behind a terminal's colour", (key: string) => `cosmosKey \x1b[1;33m«${key}»\x1b[0m\n`, "a.log"],
    ["behind \\u0022", (key: string) => `{"out":"cosmosKey=\\u0022«${key}»\\u0022"}`, "a.json"],
    ["behind %22", (key: string) => `cosmosKey=%22«${key}»%22`, "a.txt"],
    ["behind %2522", (key: string) => `cosmosKey=%2522«${key}»%2522`, "a.txt"],
    ["behind &quot;", (key: string) => `<a cosmosKey=&quot;«${key}»&quot;`, "a.txt"],
  ] as const)("%s", (_title, write, path) => {
    for (let i = 0; i < 20; i++) expectFindings(write(legacyKey()), path);
  });

  test("a mail's part is read as a whole", () => {
    for (let i = 0; i < 20; i++) {
      const key = legacyKey();
      const url = `mongodb://shop:«${key.slice(0, 44)}=\n${encodeURIComponent(key.slice(44))}»@shop.mongo.cosmos.a=\nzure.com:10255/`;
      expectFindings(`Content-Transfer-Encoding: quoted-printable\n\n${url}?ssl=3Dtrue\n`, "a.eml");
      expectFindings(
        `Content-Transfer-Encoding: quoted-printable\n\nCosmos key:=20\n«${key.slice(0, 44)}=\n${key.slice(44)}»\n\nBye\n`,
        "a.eml",
      );
    }
    expectFindings(
      `Content-Transfer-Encoding: quoted-printable\n\nSESSION_SECRET=3D${legacyKey()}\nURI=3Dhttps://shop.documents.azure.com\n`,
      "a.eml",
    );
  });

  test("a percent-encoded connection is read as what it is", () => {
    const password = chosenPassword();
    const host = "c-shop.abcdefghijklmn.postgres.cosmos.azure.com";
    const encoded = (text: string): string =>
      text
        .split(/(«.*»)/)
        .map((part) => (part.startsWith("«") ? part : encodeURIComponent(part)))
        .join("");
    for (const text of [
      `jdbc:postgresql://${host}:5432/citus?user=citus&password=«${password}»&ssl=true`,
      `Host=${host};Username=citus;Password=«${password}»;Ssl Mode=Require`,
      `postgres://citus:«${password}»@${host}:5432/citus`,
    ]) {
      expectFindings(`GET /connect?to=${encoded(text)} HTTP/1.1`, "a.log");
      expectFindings(`{"url": "go?to=${encoded(encoded(text))}"}`, "a.json");
    }
    expectFindings(`go?to=${encoded(`postgres://citus:\${PW}@${host}:5432/citus`)}`, "a.txt");
  });

  test("a form's other field keeps its name", () => {
    const uri = encodeURIComponent("https://shop.documents.azure.com/");
    expectFindings(`uri=${uri}&webhook_secret=${encodeURIComponent(legacyKey())}`, "a.txt");
    expectFindings(`uri=${uri}&key=«${encodeURIComponent(legacyKey())}»`, "a.txt");
  });

  test("UTF-16 in base64, as PowerShell's -EncodedCommand", () => {
    for (let shift = 0; shift < 6; shift++) {
      const command = `${" ".repeat(shift)}$cosmosKey = "${legacyKey()}"; Connect`;
      expectFindings(`powershell -EncodedCommand «${Buffer.from(command, "utf16le").toString("base64")}»`, "a.cmd");
    }
  });
});

/** Joints of literals, by language: what stands between the closing quote of a piece and the opening one of the next. */
const JOINTS: Readonly<Record<string, string>> = {
  "a plus": '" + "',
  "a plus and a line end": '" +\n    "',
  "a plus before the line end": '"\n    + "',
  "a comment of the line": '" + // the next half\n  "',
  "a comment on a line of its own": '" +\n  // the next half\n  "',
  "Python's comment on a line of its own": '"\n    # the next half\n    "',
  "SQL's comment on a line of its own": "' ||\n  -- the next half\n  '",
  "a comment with a quote": '" + // don\'t\n  "',
  "a comment with words in quotes, and another": '" + // the "next" half\n  /* of "two" */ "',
  "Go's builder": '")\n\tkey.WriteString("',
  "a comment block": '" + /* half "two" */ "',
  "Python's comment": '"  # half\n    "',
  "SQL's bars and comment": "' || -- half\n '",
  "Visual Basic's": '" & _\n    "',
  "Visual Basic's comment": '" & _ \' half\n    "',
  "PHP's dot": "' .\n  '",
  "Lua's dots": '" .. "',
  "Elixir's": '" <> "',
  "Haskell's": '" ++ "',
  "OCaml's": '" ^ "',
  "C's": '"\n  "',
  "a text builder": '").append("',
  "a text builder over lines": '")\n      .append("',
  "C#'s builder": '");\n        sb.Append("',
  "an addition": '";\n  key += "',
  "a repeated name": '"\nkey = key + "',
  "PHP's addition": "';\n$key .= '",
  "a list to be joined": '",\n  "',
  "Swift's appending": '".appending("',
  "a shell's addition": '"\ncosmosKey="${cosmosKey}',
  "raw and formatted": '" f"',
};

describe("cut", () => {
  test.each(Object.entries(JOINTS))("joined by %s, in any number of pieces", (_title, joint) => {
    const quote = joint.charAt(0);
    for (const size of [40, 22, 11, 8, 5]) {
      const key = legacyKey();
      const pieces = key.match(new RegExp(`.{1,${size}}`, "g")) ?? [];
      const [finding] = expectFindings(`cosmosKey = ${quote}«${pieces.join(joint)}»${quote}`, "file.txt");
      expect(finding?.pieces).toHaveLength(pieces.length);
    }
  });

  test("an image in pieces is none, whatever their length", () => {
    for (const size of [40, 64, 76, 88]) {
      const image = Buffer.from(Array.from({ length: 400 }, () => Math.floor(Math.random() * 256))).toString("base64");
      const pieces = image.match(new RegExp(`.{1,${size}}`, "g")) ?? [];
      expectFindings(`cosmosIcon = "${pieces.join('" +\n  "')}"`);
      expectFindings(`cosmosIcon = [\n  "${pieces.join('",\n  "')}"\n]`);
      expectFindings(`cosmosIcon = "${pieces.join('"\n  "')}"`, "a.py");
    }
  });
});

test("a literal cut by Haskell's gap", () => {
  for (let i = 0; i < 100; i++) {
    const key = legacyKey();
    expectFindings(`cosmosKey = "«${key.slice(0, 44)}\\\n    \\${key.slice(44)}»"\n`, "a.hs");
  }
});

test("a batch file's variable that is added to", () => {
  for (let i = 0; i < 100; i++) {
    // Behind a percent sign 2B, 2F and 3D are a key's signs.
    const key = legacyKey().replace(/^(.{44})[23]/, "$1k");
    expectFindings(`set COSMOS_KEY=«${key.slice(0, 44)}\r\nset COSMOS_KEY=%COSMOS_KEY%${key.slice(44)}»\r\n`, "a.bat");
  }
});

test("a literal cut over a notebook's lines, on one line of the file", () => {
  for (let i = 0; i < 20; i++) {
    const key = legacyKey();
    for (const quote of ["'", '\\"'])
      expectFindings(
        `{"cells":[{"source":["cosmos_key = (${quote}«${key.slice(0, 44)}${quote}\\n","    ${quote}${key.slice(44)}»${quote})\\n"]}]}`,
        "a.ipynb",
      );
  }
});

test("a file's bytes say so wherever a key is explained", () => {
  const before = [
    "",
    "\\n",
    "\\t",
    "\\\\n",
    "\\u0022",
    "\\\\u0022",
    "%22",
    "%2522",
    "&quot;",
    "&#34;",
    "'",
    "`",
    ";",
    ":",
    "=",
    ">",
    "(",
    ",",
    "|",
    "%3D",
    "\\/",
  ];
  for (const head of before)
    for (const joint of ["", ...Object.values(JOINTS)]) {
      const key = legacyKey();
      const quote = joint.charAt(0) || '"';
      const text = `cosmosKey = ${quote}${head}${joint === "" ? key : key.slice(0, 50) + joint + key.slice(50)}${quote}`;
      const explained = explain(text, "a.txt", { start: 0, end: text.length });
      if (explained.some(({ outcome }) => outcome !== "harmless"))
        expect(isReadFrom(text), text.replace(key, "KEY")).toBe(true);
    }
});
