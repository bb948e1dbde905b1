import { assertEquals } from "@std/assert";
import { Nodes } from "../../lib/elastic/nodes.ts";

const URLS = ["http://a:9200", "http://b:9200", "http://c:9200"];

function nodesAt(urls: readonly string[] = URLS) {
  const clock = { time: 0, now: () => clock.time };
  const nodes = new Nodes(urls, clock);
  const next = () => nodes.next().hostname;
  return { clock, nodes, next, turns: (count: number) => Array.from({ length: count }, next) };
}

Deno.test("Nodes.next() gives each node its turn", () => {
  assertEquals(nodesAt().turns(5), ["a", "b", "c", "a", "b"]);
});

Deno.test("Nodes.next() takes a node named twice for one", () => {
  assertEquals(nodesAt(["http://a:9200", "http://a:9200/", "http://b:9200"]).turns(3), [
    "a",
    "b",
    "a",
  ]);
});

Deno.test("Nodes.next() passes over a node that failed, for a minute", () => {
  const { clock, nodes, turns } = nodesAt();
  nodes.failed(nodes.next());
  assertEquals(turns(4), ["c", "b", "c", "b"]);
  clock.time += 60_000;
  assertEquals(turns(3), ["c", "a", "b"]);
});

Deno.test("Nodes.next() takes a node that answered again into its turn", () => {
  const { nodes, turns } = nodesAt();
  const first = nodes.next();
  nodes.failed(first);
  nodes.answered(first);
  assertEquals(turns(3), ["b", "c", "a"]);
});

Deno.test("Nodes.next() gives the one that failed first when all have failed", () => {
  const { clock, nodes, next } = nodesAt();
  for (let count = 0; count < 3; count++) {
    clock.time += 1000;
    nodes.failed(nodes.next());
  }
  assertEquals([next(), next()], ["a", "a"]);
  clock.time += 1000;
  nodes.failed(nodes.next());
  assertEquals(next(), "c");
});

Deno.test("Nodes.next() has nothing to choose of one", () => {
  const { nodes, next } = nodesAt(["http://a:9200"]);
  nodes.failed(nodes.next());
  assertEquals(next(), "a");
});
