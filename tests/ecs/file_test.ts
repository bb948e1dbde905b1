import { assertEquals } from "@std/assert";
import { facetsOf, indicatorOf } from "./documents.ts";

Deno.test("fileName() writes a path too, and cuts at no |", () => {
  assertEquals(indicatorOf("filename", " a|b.exe "), { type: "file", file: { name: "a|b.exe" } });
  for (const path of ["C:\\a.exe", "/tmp/a"]) {
    assertEquals(indicatorOf("email-attachment", path), {
      type: "file",
      file: { name: path, path },
    });
  }
});

Deno.test("fileSize() takes digits only, as far as a JSON number is exact", () => {
  assertEquals(indicatorOf("size-in-bytes", "0"), { file: { size: 0 } });
  for (const size of ["1.5", "-1", "12 kB", "9007199254740993"]) {
    assertEquals(indicatorOf("size-in-bytes", size), {});
    assertEquals(facetsOf("size-in-bytes", size), { size_in_bytes: size });
  }
});

Deno.test("mimeType() is an artifact", () => {
  assertEquals(indicatorOf("mime-type", "text/x"), {
    type: "artifact",
    file: { mime_type: "text/x" },
  });
});
