"""The style sheet of the page."""

STYLE = """
:root{--ink:#2b2f36;--quiet:#6b7280;--rule:#d5dae1;--ground:#f4f6f9;--accent:#2f6690;--bad:#c8553d}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.6 "PingFang SC","Microsoft YaHei",
"Noto Sans CJK SC","Noto Sans SC",sans-serif;font-variant-numeric:tabular-nums}
header{background:#1f3a52;color:#fff;padding:28px max(24px,calc((100% - 1240px)/2))}
h1{margin:0;font-size:27px;letter-spacing:.04em}
.version{margin:8px 0 0;font-size:13px;opacity:.85}.version span{margin-right:18px;white-space:nowrap}
.version b{font-weight:500;font-family:ui-monospace,Consolas,monospace}
nav{margin-top:12px}nav a{color:#fff;margin-right:18px;font-size:14px}nav:empty{display:none}
main{max-width:1288px;margin:0 auto;padding:8px 24px 48px}
.file{display:flex;flex-wrap:wrap;gap:18px;align-items:flex-start;margin-bottom:34px}
.file>h2,.file>.lead,.file>.tiles,.wide{flex:1 0 100%}
h2.name{margin:26px 0 0;font-size:22px;word-break:break-all}.lead{margin:-16px 0 0;color:var(--quiet)}
.card{background:#fff;border:1px solid var(--rule);border-radius:10px;padding:18px 22px;flex:1 1 auto;overflow-x:auto}
.card h2,.card h3{margin:0 0 12px;font-size:17px}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(190px,1fr));gap:14px}
.tiles.many{grid-template-columns:repeat(auto-fit,minmax(260px,1fr))}.many .tile span{min-height:0}
.tile{background:#fff;border:1px solid var(--rule);border-radius:10px;padding:14px 16px;
border-top:4px solid var(--accent)}
.tile span{display:block;font-size:13px;color:var(--quiet);min-height:42px;line-height:1.5}
.tile b{display:block;font-size:29px;line-height:1.3;font-weight:600}
.tile small{color:var(--quiet);font-size:12px;white-space:nowrap}
table{border-collapse:collapse}th{font-weight:400;text-align:left}
td,th{padding:5px 10px 5px 0;white-space:nowrap;vertical-align:middle}
thead th{color:var(--quiet);font-size:13px;border-bottom:1px solid var(--rule)}
tbody tr+tr td,tbody tr+tr th{border-top:1px solid #eef1f5}
td.n{text-align:right;font-weight:600}td.q{color:var(--quiet);font-size:13px}
.groups{columns:2 560px;column-gap:44px}.figures{break-inside:avoid;width:100%;margin-bottom:20px}
.figures th{white-space:normal;width:40%}.figures td svg{display:block}
.figures caption{text-align:left;font-weight:600;color:var(--accent);padding-bottom:4px;
border-bottom:2px solid var(--rule)}
.figures i{color:var(--quiet);font-style:normal;margin-left:4px}
.classes,.plain{width:100%}.plain{max-width:460px;margin-top:10px}
.plain td,.plain th:not(:first-child){text-align:right}.classes thead th:nth-child(n+2){text-align:right}
.bins .plain td,.bins .plain th{font-size:12px;padding:3px 6px 3px 0}.bins .plain{max-width:290px}
.few{color:var(--quiet);font-size:13px}
.dot{display:inline-block;width:10px;height:10px;border-radius:3px;margin-right:8px}
.row{display:flex;flex-wrap:wrap;gap:16px 22px}.bad{color:var(--bad)}
svg{max-width:100%;height:auto}svg text{font-size:12.5px;fill:var(--ink)}
svg .small{font-size:11.5px}svg .quiet{font-size:12px;fill:var(--quiet);paint-order:stroke;stroke:#fff;stroke-width:3px}
svg .strong{font-size:13.5px;font-weight:600}
svg .light{fill:#fff;font-weight:600;font-size:14px}svg .dark{font-size:14px}
svg .wrong{fill:var(--bad);font-size:12.5px}
.notes{margin:0;padding-left:20px;color:#4b5563;font-size:14px}
@media print{body{background:#fff}.card,.tile,.bins{break-inside:avoid}
header{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
""".strip()
