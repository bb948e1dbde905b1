/** Texts that have broken programs of this kind, or might break this one. */
const LONG = 1_000_000;

export const HOSTILE_TEXTS: readonly string[] = [
  // Empty, blank, invisible.
  ..."|\t|\n|\r\n|\u00a0|\u200b|\ufeff|\u2028|\u0000|a\u0000b|\u001b[31m|\u0007|\u007f".split("|"),
  "",
  " ",
  "|",
  "||",
  "a|b|c",
  // What is no character, or more than one.
  "\ud800",
  "\udfff tail",
  "head \ud83d",
  "\udc00\ud800",
  "\uffff",
  "\u{1f600}",
  "e\u0301\u0301\u0301",
  "\u202egnp.exe",
  "ﬁ",
  "İ",
  // Names that objects have anyway.
  ..."__proto__|constructor|prototype|toString|hasOwnProperty|valueOf|length".split("|"),
  // Texts that somebody else might interpret.
  "${jndi:ldap://127.0.0.1/a}",
  "{{7*7}}",
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "'; DROP TABLE events; --",
  '" OR ""="',
  "../../../etc/passwd",
  "..%2f..%2fetc%2fpasswd",
  "/_all/_delete_by_query",
  "?q=*:*&size=0",
  "%00",
  "%zz",
  "%s%s%n",
  "`id`",
  "$(id)",
  "; rm -rf /",
  "=cmd|' /C calc'!A0",
  "\\",
  "C:\\dir\\file.exe",
  "\\\\host\\share",
  '"quoted"',
  '\\"',
  '{"index":{"_id":"x"}}',
  '"}}\n{"delete":{"_id":"x"}}\n',
  "params._source.clear()",
  "ctx.op = 'delete'",
  // JSON and numbers as text.
  ..."null|true|false|NaN|Infinity|-0|-1|1e999|0x7f|007|1,5|[1,2]|{}".split("|"),
  "99999999999999999999",
  "9007199254740993",
  "1e-400",
  // Addresses.
  ..."999.1.1.1 1.2.3 01.02.03.04 192.0.2.0/24 192.0.2.7/32 192.0.2.0/99 192.0.2.1|80".split(" "),
  ..."192.0.2.1| 192.0.2.1|99999 2001:db8::1 2001:db8::g ::ffff:192.0.2.1 fe80::1%eth0".split(" "),
  ..."2001:db8::1|443 ::/0 0.0.0.0 [2001:db8::1]:443 2001:db8::/200".split(" "),
  // Addresses of pages.
  ..."http://evil[.]example hxxp://example.test http://1.2.3.4.5/ http://example.test:99999/".split(
    " ",
  ),
  ..."http://0x7f.1/ http://example.test\\a http://[::1 http:// //example.test http://-.test".split(
    " ",
  ),
  ..."http://user:pass@example.test/ javascript:alert(1) http://%41.test/ http://..test/".split(
    " ",
  ),
  "http://exa mple.test/",
  "http://example.test/\n",
  "http://例え.test/パス",
  "HTTP://EXAMPLE.TEST:80/%zz#?",
  // Names, hashes, mail.
  ..."xn--a xn--zzzzzz--.test -a.test a..b .test example.test. *.example.test _dmarc.test".split(
    " ",
  ),
  ..."D41D8CD98F00B204E9800998ECF8427E zz 0x00 a@b @ a@ @b a@b@c a@[192.0.2.1]".split(" "),
  // Dates and numbers of things.
  ..."0000-00-00 2026-02-30 9999-12-31T23:59:60Z 1969-12-31 -000001-01-01 AS0 AS4294967296".split(
    " ",
  ),
  // Long ones.
  "x".repeat(32_767),
  "é".repeat(20_000),
  "\u0000".repeat(5_000),
  "a.".repeat(5_000),
  "x".repeat(LONG),
  "漢".repeat(LONG / 3),
];

/** As MISP's answers hold them: a pair of halves makes one character, a half is escaped. */
export const NESTED_TEN_THOUSAND = "[".repeat(10_000) + "]".repeat(10_000);
