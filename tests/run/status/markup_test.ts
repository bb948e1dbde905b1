import { assertEquals } from "@std/assert";
import { Markup, markup } from "../../../lib/run/status/markup.ts";

Deno.test("markup() escapes every text, in contents and in attributes", () => {
  const text = `<b a="1" b='2'>&amp;</b>\u0000\n\ud800`;
  assertEquals(
    String(markup`<p title="${text}">${text}</p>`),
    '<p title="&lt;b a=&quot;1&quot; b=&#39;2&#39;&gt;&amp;amp;&lt;/b&gt; \ufffd">' +
      "&lt;b a=&quot;1&quot; b=&#39;2&#39;&gt;&amp;amp;&lt;/b&gt; \ufffd</p>",
  );
});

Deno.test("markup() takes what it made itself as it is, alone and in lists", () => {
  const items = ["<a>", "b"].map((name) => markup`<li>${name}</li>`);
  assertEquals(String(markup`<ul>${items}</ul>`), "<ul><li>&lt;a&gt;</li>\n<li>b</li></ul>");
  assertEquals(String(markup`<style>${new Markup("a > b {}")}</style>`), "<style>a > b {}</style>");
  assertEquals(String(markup`${1}${markup``}${[]}`), "1");
});
