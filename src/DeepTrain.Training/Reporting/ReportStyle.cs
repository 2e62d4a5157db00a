namespace DeepTrain;

/// <summary>How a report looks, in the light, in the dark and on paper.</summary>
internal static class ReportStyle
{
    public const string Sheet = """
        :root { color-scheme: light dark; --page: #fff; --ink: #1b1f24; --soft: #59636e; --line: #d5dae0; --panel: #f5f7f9;
          --good: #1a7f37; --note: #0757ba; --warn: #8a5a00; --bad: #b42318; --heat: 9, 105, 218;
          --s0: #0757ba; --s1: #c2410c; --s2: #15803d; --s3: #8b1fa9; --s4: #0e7490; --s5: #a16207; --s6: #be185d; --s7: #475569; }
        @media (prefers-color-scheme: dark) {
          :root { --page: #14171b; --ink: #e6eaee; --soft: #a0a9b3; --line: #363d46; --panel: #1d2228;
            --good: #4ac26b; --note: #6cb0ff; --warn: #e0a83a; --bad: #ff7b72; --heat: 108, 176, 255;
            --s0: #6cb0ff; --s1: #ff9d5c; --s2: #56d381; --s3: #d99bf0; --s4: #4dd0e1; --s5: #e6c24a; --s6: #ff8fbf; --s7: #a9b6c6; } }
        body { margin: 0 auto; max-width: 76rem; padding: 1.5rem; background: var(--page); color: var(--ink);
          font: 15px/1.5 system-ui, "Segoe UI", sans-serif; }
        h1 { margin: 0 0 .25rem; font-size: 1.6rem; } h2 { margin: 2rem 0 .5rem; font-size: 1.15rem; border-bottom: 1px solid var(--line); }
        p { margin: .4rem 0; max-width: 60rem; } small, .soft { color: var(--soft); }
        .verdict { border-left: 4px solid var(--note); background: var(--panel); padding: .6rem 1rem; }
        .verdict.good { border-color: var(--good); } .verdict.bad { border-color: var(--bad); }
        .plots { display: grid; grid-template-columns: repeat(auto-fill, minmax(22rem, 1fr)); gap: 1rem; }
        figure { margin: 0; } figcaption { font-weight: 600; } svg { width: 100%; height: auto; }
        .frame { fill: none; stroke: var(--line); } .grid line, line.grid { stroke: var(--line); stroke-width: .6; }
        .tick { fill: var(--soft); font-size: 11px; } .mark { stroke: var(--warn); stroke-width: 1.2; stroke-dasharray: 3 3; }
        .line { fill: none; stroke-width: 2; } .s0 { stroke: var(--s0); } .s1 { stroke: var(--s1); stroke-dasharray: 7 3; }
        .s2 { stroke: var(--s2); stroke-dasharray: 2 2; } .s3 { stroke: var(--s3); stroke-dasharray: 9 3 2 3; } .s4 { stroke: var(--s4); }
        .s5 { stroke: var(--s5); stroke-dasharray: 5 5; } .s6 { stroke: var(--s6); stroke-dasharray: 1 3; }
        .s7 { stroke: var(--s7); stroke-dasharray: 12 4; } .dot { fill: var(--page); stroke-width: 2; }
        .legend { display: flex; flex-wrap: wrap; gap: .2rem 1rem; font-size: .85rem; } .key { width: 24px; height: 8px; }
        table { border-collapse: collapse; font-size: .9rem; } th, td { padding: .25rem .6rem; text-align: left; vertical-align: top;
          border-bottom: 1px solid var(--line); } td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
        .wide { overflow-x: auto; } .histogram { width: 120px; height: 44px; background: var(--panel); } .bars { fill: var(--s0); }
        .ok { color: var(--good); } .skipped { color: var(--soft); } .note { color: var(--note); } .WARNING { color: var(--warn); font-weight: 700; }
        .FAILED { color: var(--bad); font-weight: 700; } td.heat { text-align: right; background: rgba(var(--heat), var(--share)); }
        td.right { outline: 1px solid var(--good); outline-offset: -2px; }
        .mistakes { display: flex; flex-wrap: wrap; gap: .8rem; } .mistakes figure { width: 8.5rem; font-size: .8rem; overflow-wrap: anywhere; }
        .mistakes img { width: 96px; height: 96px; object-fit: contain; image-rendering: pixelated; background: var(--panel); }
        pre { background: var(--panel); padding: .8rem; overflow-x: auto; font-size: .82rem; }
        .broad { max-width: 46rem; } .dots { fill: none; stroke: var(--soft); stroke-width: 5; stroke-linecap: round; stroke-opacity: .5; }
        .dots.good { stroke: var(--good); stroke-width: 9; stroke-opacity: 1; } .crosses { fill: none; stroke: var(--bad); stroke-width: 1.4; }
        .faint { fill: none; stroke: var(--soft); stroke-width: 1; stroke-opacity: .3; } tr.good > * { background: var(--panel); color: var(--good); }
        .share { display: inline-block; height: .7em; background: var(--s0); }
        @media print { body { max-width: none; padding: 0; font-size: 11px; } .wide, pre { overflow: visible; white-space: pre-wrap; }
          figure, tr, .verdict { break-inside: avoid; } h2 { break-after: avoid; } }
        """;
}
