/**
 * Styles of all charts. Let through and refused are the blue and the vermilion of Okabe and Ito, which people with any kind of
 * colour blindness tell apart; shades are one hue from faint to strong, reversed in the dark.
 */
export const CHART_STYLE = `
:root { --accepted: #0072b2; --refused: #c24e00; --plain: #5c6678; --second: #7db8da; --track: #eceef2;
  --level-1: #d3e6f3; --level-2: #aed1e8; --level-3: #85b9dc; --level-4: #4f97c8; --level-5: #1f72ab; --level-6: #06497a;
  --on-4: #1b2130; --on-5: #ffffff; }
@media (prefers-color-scheme: dark) {
  :root { --accepted: #56b4e9; --refused: #f08a3c; --plain: #9aa5b8; --second: #2d6a92; --track: #262c37;
    --level-1: #17364a; --level-2: #1c4a68; --level-3: #236388; --level-4: #3487b5; --level-5: #5fb0dc; --level-6: #a9dbf7;
    --on-4: #14171d; --on-5: #14171d; }
}
figure { container-type: inline-size; }
.chart { display: block; width: 100%; font: 12px system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif; }
.chart text { fill: var(--faint); }
.chart .grid { stroke: var(--line); stroke-width: 1; opacity: .6; }
.chart .zero { stroke: var(--faint); stroke-width: 1; }
.chart .bar { fill: var(--plain); }
.chart.accepted .bar, .chart .bar.accepted, .chart .bar.first { fill: var(--accepted); }
.chart.refused .bar, .chart .bar.refused { fill: var(--refused); }
.chart .bar.second { fill: var(--second); }
.chart .track { fill: var(--track); }
.chart .reach { fill: transparent; }
.time-bars { overflow: visible; margin-left: 3.25rem; width: calc(100% - 3.25rem); }
.time-bars .column:hover .reach { fill: var(--track); }
.bar-list text { fill: var(--text); font-size: 13px; }
.bar-list .amount { font-variant-numeric: tabular-nums; }
.heat-map { overflow: visible; margin-left: 11rem; width: calc(100% - 11rem); }
.heat-map rect { stroke: var(--ground); stroke-width: 1.5; }
.heat-map rect:hover { stroke: var(--text); }
.heat-map .lost { fill: var(--refused); stroke: var(--ground); stroke-width: 1.5; }
.heat-map .level-0 { fill: url(#nothing); }
.hatch { stroke: var(--line); stroke-width: 1; }
.level-1 { fill: var(--level-1); } .level-2 { fill: var(--level-2); } .level-3 { fill: var(--level-3); }
.level-4 { fill: var(--level-4); } .level-5 { fill: var(--level-5); } .level-6 { fill: var(--level-6); }
.shade-1 { background: var(--level-1); } .shade-2 { background: var(--level-2); } .shade-3 { background: var(--level-3); }
.shade-4 { background: var(--level-4); color: var(--on-4); } .shade-5 { background: var(--level-5); color: var(--on-5); }
.shade-6 { background: var(--level-6); color: var(--on-5); }
.swatch { width: 12px; height: 12px; border-radius: 2px; display: inline-block; }
.swatch.shade-0 { background: repeating-linear-gradient(135deg, var(--line) 0 1px, var(--ground) 1px 4px); }
.swatch.first { background: var(--accepted); } .swatch.second { background: var(--second); }
.swatch.lost { background: var(--refused); border-radius: 50%; width: 9px; height: 9px; }
@container (max-width: 28rem) { .chart .minor { display: none; } }
@media screen and (max-width: 45rem) {
  .heat-map { margin-left: 8.75rem; width: calc(100% - 8.75rem); }
  .heat-map text { font-size: 10px; }
  .heat-map rect { stroke-width: .75; }
}
@media print {
  :root { --accepted: #0072b2; --refused: #c24e00; --plain: #5c6678; --second: #7db8da; --track: #eee;
    --level-1: #d3e6f3; --level-2: #aed1e8; --level-3: #85b9dc; --level-4: #4f97c8; --level-5: #1f72ab; --level-6: #06497a;
    --on-4: #1b2130; --on-5: #ffffff; }
  .chart, .heat-map text { font-size: 9px; } .bar-list text { font-size: 10px; }
  /* On paper every hatched cell would be a picture of its own, megabytes of them. */
  .heat-map .level-0 { fill: none; stroke: var(--line); stroke-width: .5; }
  .swatch.shade-0 { background: none; outline: 1px solid var(--line); }
  .heat-map { margin-left: 12rem; width: calc(100% - 12rem); }
  .chart, .swatch, .matrix td { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
