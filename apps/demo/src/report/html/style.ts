/**
 * One set of names and two sets of colours. Contrasts are at least 4.5 to 1 for text, and 3 to 1 for marks.
 */
export const style = `
:root {
  color-scheme: light dark;
  --back: #ffffff; --panel: #f5f7fa; --line: #d5dbe3; --text: #1b2430; --soft: #5a6675;
  --fine: #2f6fce; --bad: #c62f3b; --area: #2f6fce33;
}
@media (prefers-color-scheme: dark) {
  :root {
    --back: #12161c; --panel: #1b212a; --line: #323c49; --text: #e6ebf2; --soft: #9aa7b7;
    --fine: #6ea4f4; --bad: #ff7a80; --area: #6ea4f440;
  }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1040px; padding: 24px 20px 48px; background: var(--back); color: var(--text);
  font: 14px/1.45 system-ui, sans-serif; }
h1 { font-size: 20px; margin: 0 0 2px; }
h2 { font-size: 15px; margin: 28px 0 8px; }
p { margin: 0; color: var(--soft); }
a { color: inherit; text-decoration-color: var(--soft); }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(140px, 1fr)); gap: 10px; margin: 16px 0 0; }
dl > div { background: var(--panel); border: 1px solid var(--line); border-radius: 8px; padding: 10px 12px; }
dt { color: var(--soft); font-size: 12px; }
dd { margin: 0; font-size: 20px; font-variant-numeric: tabular-nums; }
dd.bad, td.bad { color: var(--bad); }
section { overflow-x: auto; }
nav { margin: 14px 0 0; display: flex; flex-wrap: wrap; gap: 4px 18px; }
svg { display: block; width: 100%; height: auto; background: var(--panel); border: 1px solid var(--line);
  border-radius: 8px; }
svg.narrow { display: none; }
@media (max-width: 640px) { svg.wide { display: none; } svg.narrow { display: block; } }
svg text { fill: var(--soft); font: 11px system-ui, sans-serif; }
.grid { stroke: var(--line); } .fine { fill: var(--fine); } .failed { fill: var(--bad); }
.area { fill: var(--area); } .edge { fill: none; stroke: var(--fine); stroke-width: 1.5; }
p:has(.key) { margin-bottom: 8px; }
.key { display: inline-block; width: 10px; height: 10px; border-radius: 2px; margin: 0 4px 0 12px; }
.key.fine { background: var(--fine); } .key.failed { background: var(--bad); }
table { width: 100%; border-collapse: collapse; table-layout: fixed; }
td, th { text-align: left; padding: 5px 8px; border-bottom: 1px solid var(--line); overflow-wrap: anywhere;
  vertical-align: top; }
th { color: var(--soft); font-weight: 500; font-size: 12px; }
td.number { width: 90px; text-align: right; font-variant-numeric: tabular-nums; }
td.bar { width: 40%; vertical-align: middle; }
td.bar span { display: block; height: 8px; border-radius: 4px; background: var(--fine); }
td.bar span.failed { background: var(--bad); }
`
