/** The style sheet of the status page: light and dark, from a telephone's width on. */
export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --back: #ffffff; --panel: #f4f6f8; --text: #1a1f24; --faint: #57616b; --rule: #d3d9df;
  --accent: #0b66ad; --good: #1a7f37; --bad: #c62828;
}
@media (prefers-color-scheme: dark) {
  :root {
    --back: #12161a; --panel: #1c2228; --text: #e7eaed; --faint: #a3adb7; --rule: #3a444d;
    --accent: #64b0f2; --good: #4cc26a; --bad: #ff7b72;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; max-width: 72rem; padding: 1rem; background: var(--back); color: var(--text);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere;
}
h1 { font-size: 1.5rem; margin: 0; }
h2 { font-size: 1.2rem; margin: 2rem 0 .75rem; }
h3 { font-size: 1rem; margin: 0 0 .5rem; }
p { margin: 0 0 .5rem; }
.faint { color: var(--faint); }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.panel { background: var(--panel); border: 1px solid var(--rule); border-radius: .5rem; padding: 1rem; }
.charts { columns: 20rem; column-gap: 1rem; }
.charts > * { break-inside: avoid; margin: 0 0 1rem; }
.tiles { display: grid; gap: .75rem; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); margin: 1rem 0 0; }
.tiles dt { color: var(--faint); font-size: .875rem; }
.tiles dd { margin: 0; font-size: 1.25rem; font-weight: 600; }
.tiles .note { display: block; font-size: .8125rem; font-weight: 400; color: var(--faint); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--rule); }
th { font-weight: 600; }
tbody th { font-weight: 400; }
.runs td, .runs th { white-space: nowrap; padding-right: 1.25rem; }
ul.panel { margin: 0; padding-left: 2rem; }
.after { margin-top: 1rem; }
.number { text-align: right; }
thead th, td.number { white-space: nowrap; }
tbody th, tbody td { overflow-wrap: anywhere; }
tr > :last-child { padding-right: 0; }
.state-good { color: var(--good); } .state-bad { color: var(--bad); font-weight: 600; }
summary { cursor: pointer; color: var(--accent); margin-top: .5rem; padding: .25rem 0; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
svg { display: block; overflow: visible; }
svg text { fill: var(--text); font-size: .875rem; font-variant-numeric: tabular-nums; }
svg text.faint { fill: var(--faint); font-size: .8125rem; }
svg .track { fill: var(--rule); opacity: .5; }
svg .rule { stroke: var(--rule); } svg .axis { stroke: var(--faint); }
svg .accent { fill: var(--accent); } svg .good { fill: var(--good); } svg .bad { fill: var(--bad); }
svg [class^="tlp-"] { stroke: var(--faint); stroke-width: 1; }
svg .tlp-red { fill: #ff2b2b; } svg .tlp-amber { fill: #ffc000; }
svg .tlp-green { fill: #33ff00; } svg .tlp-clear { fill: #ffffff; }
`;
