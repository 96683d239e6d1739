/** Written by `npm run generate` from plain files for browsers. */
export const pageStyle = `:root {
  color-scheme: light dark;
  --page: #f5f7f9;
  --card: #ffffff;
  --text: #1b2430;
  --faint: #55606e;
  --rule: #d5dbe2;
  --link: #0b57a4;
  --line: #6b7785;
  --pass: #12662f;
  --pass-back: #dff3e4;
  --warn: #7a4b00;
  --warn-back: #fdeecb;
  --fail: #a3122b;
  --fail-back: #fde4e5;
  --unreachable: #4a5360;
  --unreachable-back: #e6eaef;
  --info: #0a4f8f;
  --info-back: #dfeefb;
  --waived: #5f2c91;
  --waived-back: #efe4fa;
  --hover: #f0f4f8;
  --shade: #1b243055;
  --mono: ui-monospace, "Cascadia Mono", "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --page: #10151b;
    --card: #182029;
    --text: #e4e9ef;
    --faint: #a5b0bd;
    --rule: #323d4a;
    --link: #84bdff;
    --line: #8a97a6;
    --pass: #6fdc93;
    --pass-back: #143122;
    --warn: #f3c063;
    --warn-back: #3a2b0c;
    --fail: #ff9a9f;
    --fail-back: #43191f;
    --unreachable: #bcc6d2;
    --unreachable-back: #2a333e;
    --info: #8cc7ff;
    --info-back: #12304d;
    --waived: #d3b5ff;
    --waived-back: #33234c;
    --hover: #1e2833;
    --shade: #000000cc;
  }
}
* {
  box-sizing: border-box;
}
body {
  margin: 0;
  background: var(--page);
  color: var(--text);
  font:
    15px / 1.5 system-ui,
    "Segoe UI",
    Roboto,
    "Helvetica Neue",
    Arial,
    sans-serif;
}
#report,
.page,
#endpoint {
  max-width: 1480px;
  margin: 0 auto;
  padding: 20px 24px 60px;
}
@media screen and (max-width: 700px) {
  #report,
  .page,
  #endpoint {
    padding: 14px 14px 40px;
  }
}
[hidden] {
  display: none !important;
}
h1 {
  font-size: 25px;
  line-height: 1.25;
  margin: 0;
  overflow-wrap: anywhere;
}
h2 {
  font-size: 17px;
  margin: 0 0 10px;
}
h3 {
  font-size: 15px;
  margin: 14px 0 6px;
}
p {
  margin: 0 0 8px;
  overflow-wrap: anywhere;
}
a {
  color: var(--link);
}
:focus-visible {
  outline: 3px solid var(--link);
  outline-offset: 2px;
}
h1:focus,
h2:focus {
  outline: none;
}
.mono,
pre {
  font-family: var(--mono);
  font-size: 0.87em;
}
.faint {
  color: var(--faint);
  font-weight: normal;
}
.spoken {
  position: absolute;
  width: 1px;
  height: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}
.skip {
  position: absolute;
  left: -999px;
}
.skip:focus {
  left: 10px;
  top: 10px;
  background: var(--card);
  padding: 8px 12px;
  z-index: 9;
}
header {
  margin-bottom: 14px;
}
.headline {
  display: flex;
  gap: 14px;
  align-items: center;
  flex-wrap: wrap;
}
.headline .badge {
  font-size: 15px;
  padding: 3px 12px;
}
.card,
.box-apart,
.finding {
  background: var(--card);
  border: 1px solid var(--rule);
  border-radius: 9px;
  padding: 14px 16px;
  margin: 0 0 14px;
}
.notice {
  border-left: 4px solid var(--line);
  padding: 4px 12px;
  color: var(--faint);
  font-size: 14px;
}
.notice.is-fail {
  border-color: var(--fail);
  background: var(--fail-back);
  color: var(--text);
  padding: 8px 12px;
}
.badge {
  display: inline-block;
  border-radius: 10px;
  padding: 0 9px;
  font-size: 13px;
  font-weight: 600;
  white-space: nowrap;
  color: var(--unreachable);
  background: var(--unreachable-back);
}
.badge.is-pass,
.cell.is-pass,
td.verdict.is-pass {
  color: var(--pass);
  background: var(--pass-back);
}
.badge.is-warn,
.cell.is-warn,
td.verdict.is-warn {
  color: var(--warn);
  background: var(--warn-back);
}
.badge.is-fail,
.cell.is-fail,
td.verdict.is-fail {
  color: var(--fail);
  background: var(--fail-back);
}
.badge.is-critical,
.cell.is-critical {
  color: var(--card);
  background: var(--fail);
}
.badge.is-info,
.cell.is-info {
  color: var(--info);
  background: var(--info-back);
}
.cell.is-unreachable,
td.verdict.is-unreachable {
  color: var(--unreachable);
  background: var(--unreachable-back);
}
.badge.is-waived,
.cell.is-waived,
td.verdict.is-waived {
  color: var(--waived);
  background: var(--waived-back);
}
.cell.is-unseen,
.cell.is-none {
  color: var(--faint);
}
.verdict-line {
  font-size: 17px;
  margin: 4px 0 2px;
}
/* Causes first, for the eye, the keyboard and paper alike. */
.overview {
  display: grid;
  grid-template-columns: minmax(0, 9fr) minmax(0, 16fr);
  gap: 16px;
  align-items: start;
}
.situation {
  min-width: 0;
}
@media screen and (max-width: 1080px) {
  .overview {
    grid-template-columns: minmax(0, 1fr);
  }
}
.scroller {
  overflow-x: auto;
}
.scroll-hint {
  display: none;
}
.picture {
  display: block;
  max-width: 100%;
  height: auto;
  margin: 0 auto;
}
@media screen and (max-width: 700px) {
  /* Shadows stand at the sides to which it scrolls: the covers scroll with the picture, the shadows stay. */
  .is-wide.scroller {
    background:
      linear-gradient(to right, var(--card) 40%, transparent) left / 48px 100% no-repeat local,
      linear-gradient(to left, var(--card) 40%, transparent) right / 48px 100% no-repeat local,
      linear-gradient(to right, var(--shade), transparent) left / 18px 100% no-repeat scroll,
      linear-gradient(to left, var(--shade), transparent) right / 18px 100% no-repeat scroll;
  }
  .is-wide .picture {
    max-width: none;
  }
  .scroll-hint {
    display: block;
    margin: 6px 0 0;
    font-size: 13.5px;
    color: var(--faint);
    text-align: right;
  }
}
.picture text {
  fill: var(--text);
  font-size: 12px;
}
.picture .title {
  font-weight: 600;
  font-size: 13px;
}
.picture .small {
  fill: var(--faint);
  font-size: 11.5px;
}
.picture .mono {
  font-family: var(--mono);
  font-size: 12px;
}
.picture .small.mono {
  font-size: 11.5px;
}
.picture .frame {
  fill: var(--card);
  stroke: var(--line);
  stroke-width: 1.2;
}
.picture .line {
  fill: none;
  stroke: var(--line);
  stroke-width: 1.5;
}
.picture .dashed {
  stroke-dasharray: 5 4;
}
.picture .arrow-head,
.picture .browser .dot {
  fill: var(--line);
}
.picture .stripe {
  fill: var(--line);
}
.picture .is-unseen .frame {
  stroke-dasharray: 5 4;
}
.picture .row-back {
  fill: transparent;
}
.picture a:hover .row-back {
  stroke: var(--link);
}
.picture a:focus-visible {
  outline: none;
}
.picture a:focus-visible .row-back {
  stroke: var(--link);
  stroke-width: 2.5;
}
.picture .marks {
  font-size: 11.5px;
  font-weight: 700;
}
.picture .sign {
  font-weight: 700;
}
.picture .is-pass > .frame {
  stroke: var(--pass);
}
.picture .is-warn > .frame {
  stroke: var(--warn);
}
.picture .is-fail > .frame {
  stroke: var(--fail);
}
.picture .is-waived > .frame {
  stroke: var(--waived);
}
.picture .is-pass > .stripe {
  fill: var(--pass);
}
.picture .is-warn > .stripe {
  fill: var(--warn);
}
.picture .is-fail > .stripe {
  fill: var(--fail);
}
.picture .is-waived > .stripe {
  fill: var(--waived);
}
.picture .is-pass > .pill,
.picture .row.is-pass .row-back {
  fill: var(--pass-back);
}
.picture .is-warn > .pill,
.picture .row.is-warn .row-back {
  fill: var(--warn-back);
}
.picture .is-fail > .pill,
.picture .row.is-fail .row-back {
  fill: var(--fail-back);
}
.picture .is-unreachable > .pill,
.picture .row.is-unreachable .row-back {
  fill: var(--unreachable-back);
}
.picture .is-waived > .pill,
.picture .row.is-waived .row-back {
  fill: var(--waived-back);
}
.picture .pill-text {
  font-weight: 700;
}
.picture .is-pass > .pill-text,
.picture .row.is-pass .sign,
.picture .row.is-pass .marks {
  fill: var(--pass);
}
.picture .is-warn > .pill-text,
.picture .row.is-warn .sign,
.picture .row.is-warn .marks {
  fill: var(--warn);
}
.picture .is-fail > .pill-text,
.picture .row.is-fail .sign,
.picture .row.is-fail .marks {
  fill: var(--fail);
}
.picture .is-unreachable > .pill-text,
.picture .row.is-unreachable .sign,
.picture .row.is-unreachable .marks {
  fill: var(--unreachable);
}
.picture .is-waived > .pill-text,
.picture .row.is-waived .sign {
  fill: var(--waived);
}
ul.plain,
ul.tiles,
ul.bars,
ul.places,
ul.legend,
ol.expiries,
ol.certificates {
  list-style: none;
  margin: 0;
  padding: 0;
}
ul.plain li {
  margin: 0 0 6px;
}
.tiles {
  display: grid;
  grid-template-columns: repeat(5, minmax(0, 1fr));
  gap: 8px;
  margin-bottom: 10px !important;
}
.tile {
  display: block;
  text-align: center;
  border-radius: 8px;
  padding: 6px 0;
  text-decoration: none;
  font-size: 13px;
  white-space: nowrap;
}
.tile strong {
  font-size: 21px;
  line-height: 1.2;
  margin-right: 4px;
}
@media screen and (max-width: 700px) {
  .tiles {
    grid-template-columns: repeat(3, minmax(0, 1fr));
  }
  .tile {
    font-size: 11.5px;
  }
}
.tile.is-none {
  color: var(--faint);
  background: var(--page);
}
.tile.is-pass {
  color: var(--pass);
  background: var(--pass-back);
}
.tile.is-warn {
  color: var(--warn);
  background: var(--warn-back);
}
.tile.is-fail {
  color: var(--fail);
  background: var(--fail-back);
}
.tile.is-waived {
  color: var(--waived);
  background: var(--waived-back);
}
.tile.is-unreachable {
  color: var(--unreachable);
  background: var(--unreachable-back);
}
.situation .faint {
  font-size: 13.5px;
}
.situation .card p:last-child {
  margin-bottom: 0;
}
.time-line {
  display: block;
  width: 100%;
  max-width: 520px;
}
.time-line .axis {
  stroke: var(--line);
  stroke-width: 1.2;
}
.time-line .past {
  fill: var(--fail-back);
}
.time-line .tick {
  fill: var(--faint);
  font-size: 12px;
}
.time-line .dot {
  stroke: var(--card);
  stroke-width: 1.5;
  fill: var(--pass);
}
.time-line .dot.is-warn {
  fill: var(--warn);
}
.time-line .dot.is-fail {
  fill: var(--fail);
}
.expiries {
  font-size: 14px;
}
.expiries li {
  margin: 6px 0 0;
  overflow-wrap: anywhere;
}
.bars li {
  display: grid;
  grid-template-columns: 130px 1fr 130px;
  gap: 12px;
  align-items: center;
  margin: 6px 0;
}
.bars svg {
  width: 100%;
  height: 14px;
}
.bars .track {
  fill: var(--unreachable-back);
}
.bars .is-pass .fill {
  fill: var(--pass);
}
.bars .is-warn .fill {
  fill: var(--warn);
}
.bars .is-fail .fill {
  fill: var(--fail);
}
.bars .is-waived .fill {
  fill: var(--waived);
}
.bars .is-unreachable .fill {
  fill: var(--unreachable);
}
section[id] {
  margin-top: 26px;
}
.overview section[id] {
  margin-top: 0;
}
.cause {
  background: var(--card);
  border: 1px solid var(--rule);
  border-left: 5px solid var(--line);
  border-radius: 9px;
  margin: 0 0 10px;
}
.cause.is-critical,
.cause.is-fail {
  border-left-color: var(--fail);
}
.cause.is-warn {
  border-left-color: var(--warn);
}
.cause.is-info {
  border-left-color: var(--info);
}
.cause.is-waived {
  border-left-color: var(--waived);
}
summary {
  cursor: pointer;
}
summary h2 {
  display: inline;
}
.cause summary {
  display: block;
  padding: 10px 14px;
  position: relative;
}
.cause summary::-webkit-details-marker {
  display: none;
}
.cause summary::after {
  content: "▸";
  position: absolute;
  right: 14px;
  top: 10px;
  color: var(--faint);
}
.cause[open] summary::after {
  content: "▾";
}
.cause summary:hover {
  background: var(--hover);
  border-radius: 0 8px 8px 0;
}
.cause-number {
  min-width: 1.6em;
  text-align: center;
  font-weight: 700;
  font-size: 13px;
  border: 1px solid var(--line);
  border-radius: 5px;
  display: inline-block;
}
.cause h3 {
  margin: 0 0 2px;
  padding-right: 20px;
  font-size: 15px;
  line-height: 1.45;
  overflow-wrap: anywhere;
}
.cause-places {
  margin: 0 0 4px;
  color: var(--faint);
  font-size: 13.5px;
  line-height: 1.4;
}
.cause-places span {
  display: block;
  overflow-wrap: anywhere;
}
.cause-remedy {
  margin: 0;
  font-size: 14.5px;
}
#causes h2 .faint {
  font-size: 14px;
}
.cause-body {
  border-top: 1px solid var(--rule);
  padding: 12px 14px 6px;
  font-size: 14.5px;
}
.cause dl > div {
  grid-template-columns: 84px minmax(0, 1fr);
}
h4 {
  margin: 0 0 6px;
  font-size: 14px;
}
.seen {
  border-left: 3px solid var(--rule);
  padding-left: 12px;
  margin-bottom: 10px;
}
.seen p {
  margin-bottom: 3px;
}
.places {
  font-size: 14px;
}
.places li {
  overflow-wrap: anywhere;
}
.causes-wide .cause summary {
  display: grid;
  grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
  column-gap: 24px;
  padding-right: 40px;
}
.causes-wide .cause-places {
  grid-column: 1;
  margin: 0;
}
.causes-wide .cause-remedy {
  grid-column: 2;
  grid-row: 1 / 3;
}
.causes-wide .cause-body {
  display: grid;
  grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
  column-gap: 24px;
}
@media screen and (max-width: 900px) {
  .causes-wide .cause summary,
  .causes-wide .cause-body {
    display: block;
  }
}
dl {
  margin: 0 0 10px;
}
dl > div {
  display: grid;
  grid-template-columns: 128px minmax(0, 1fr);
  gap: 10px;
  padding: 2px 0;
}
dt {
  color: var(--faint);
}
dd {
  margin: 0;
  overflow-wrap: anywhere;
}
#filter {
  display: flex;
  flex-wrap: wrap;
  gap: 10px 14px;
  align-items: end;
  margin-bottom: 8px;
}
#filter label {
  display: grid;
  font-size: 13px;
  color: var(--faint);
}
input,
select,
button {
  font: inherit;
  font-size: 14px;
  color: var(--text);
  background: var(--card);
  border: 1px solid var(--line);
  border-radius: 6px;
  padding: 4px 8px;
  max-width: 230px;
}
button {
  cursor: pointer;
}
#matched {
  color: var(--faint);
}
.matrix-scroller {
  overflow: auto;
  max-height: 74vh;
  background: var(--card);
  border: 1px solid var(--rule);
  border-radius: 9px;
  position: relative;
}
.matrix {
  border-collapse: separate;
  border-spacing: 0;
  table-layout: fixed;
  width: calc(820px + 26px * var(--columns, 40));
  min-width: 100%;
}
.matrix thead th {
  position: sticky;
  top: 0;
  background: var(--card);
  border-bottom: 1px solid var(--rule);
  z-index: 2;
  vertical-align: bottom;
  text-align: left;
  font-size: 13px;
  padding: 6px 10px;
}
.matrix thead .check {
  width: 26px;
  min-width: 26px;
  padding: 6px 0;
  font-weight: normal;
  font-size: 12.5px;
}
.matrix thead .check span {
  writing-mode: vertical-rl;
  transform: rotate(180deg);
  white-space: nowrap;
  max-height: 230px;
  overflow: hidden;
  text-overflow: ellipsis;
}
.matrix tbody tr {
  height: 30px;
}
.matrix tbody th,
.matrix tbody td {
  height: 30px;
  padding: 0;
  border-bottom: 1px solid var(--rule);
  white-space: nowrap;
}
.matrix .gap td {
  padding: 0;
  border: 0;
}
.matrix tr.gap {
  height: 0;
}
.matrix tr.gap td {
  height: 0;
}
.matrix .name {
  position: sticky;
  left: 0;
  z-index: 1;
  background: var(--card);
  width: 380px;
  min-width: 380px;
  max-width: 380px;
  overflow: hidden;
  text-overflow: ellipsis;
  text-align: left;
  font-weight: normal;
  padding: 0 10px;
  border-right: 1px solid var(--rule);
}
.matrix thead .name {
  z-index: 3;
  padding: 6px 10px;
  font-weight: 600;
}
.matrix .where {
  color: var(--faint);
  font-size: 12.5px;
}
.matrix .verdict {
  width: 120px;
  min-width: 120px;
}
.matrix tbody td.verdict {
  padding: 0 10px;
  font-size: 13px;
  font-weight: 600;
}
.matrix tbody .cause-title {
  padding: 0 10px;
  font-size: 13.5px;
}
.cause-title div {
  display: flex;
  gap: 8px;
}
.cause-title span {
  overflow: hidden;
  text-overflow: ellipsis;
}
.cause-title b {
  color: var(--faint);
}
.matrix tbody .cell {
  text-align: center;
  border-left: 1px solid var(--card);
  font-weight: 700;
  font-size: 13px;
  position: relative;
}
.matrix tbody tr:hover th {
  background: var(--unreachable-back);
}
.legend {
  display: flex;
  flex-wrap: wrap;
  gap: 4px 18px;
  margin-top: 8px !important;
  font-size: 13px;
  color: var(--faint);
}
.legend .cell {
  display: inline-block;
  width: 22px;
  text-align: center;
  border-radius: 4px;
  font-weight: 700;
}
@media screen and (max-width: 700px) {
  #filter label {
    flex: 1 1 40%;
    min-width: 0;
  }
  #filter input,
  #filter select {
    width: 100%;
    max-width: none;
  }
  .matrix {
    width: calc(490px + 26px * var(--columns, 40));
  }
  .matrix .verdict {
    width: 90px;
    min-width: 90px;
  }
  .matrix tbody td.verdict {
    padding: 0 6px;
    font-size: 12px;
  }
}
@media (scripting: none) {
  #filter,
  .matrix-scroller {
    display: none;
  }
}
.box-apart {
  border: 2px dashed var(--line);
}
.box-apart article + article {
  border-top: 1px solid var(--rule);
  margin-top: 10px;
}
pre {
  overflow-x: auto;
  background: var(--page);
  border: 1px solid var(--rule);
  border-radius: 6px;
  padding: 8px 10px;
  margin: 4px 0 8px;
}
pre.command::before {
  content: "> ";
  color: var(--faint);
}
.run {
  margin: 6px 0 2px;
  font-weight: 600;
}
.plain-table {
  border-collapse: collapse;
  width: 100%;
  margin-top: 8px;
  font-size: 14px;
}
.plain-table th,
.plain-table td {
  text-align: left;
  vertical-align: top;
  padding: 4px 12px 4px 0;
  border-bottom: 1px solid var(--rule);
}
.plain-table tbody th {
  font-weight: 600;
  white-space: nowrap;
}
.plain-table .way th {
  padding-top: 12px;
}
#undetermined tbody th {
  white-space: normal;
}
nav {
  display: flex;
  justify-content: space-between;
  margin-bottom: 14px;
}
.facts,
.chains {
  display: grid;
  grid-template-columns: repeat(2, minmax(0, 1fr));
  gap: 16px;
}
.chains {
  margin: 20px 0;
}
@media screen and (max-width: 900px) {
  .facts,
  .chains {
    grid-template-columns: minmax(0, 1fr);
  }
  .matrix .name {
    width: 180px;
    min-width: 180px;
    max-width: 180px;
  }
}
.finding {
  border-left-width: 5px;
}
.finding h3 {
  margin-top: 0;
}
.finding.is-critical,
.finding.is-fail {
  border-left-color: var(--fail);
}
.finding.is-warn {
  border-left-color: var(--warn);
}
.finding.is-info {
  border-left-color: var(--info);
}
.finding.is-waived {
  border-left-color: var(--waived);
}
.certificate {
  background: var(--card);
  border: 1px solid var(--rule);
  border-radius: 9px;
  padding: 12px 14px;
  margin-bottom: 10px;
}
.certificate-head {
  margin-bottom: 6px;
}
.pem-row {
  display: flex;
  gap: 12px;
  align-items: start;
}
.pem {
  min-width: 0;
  flex: 1;
}
.quiet {
  margin: 12px 0;
}
@page {
  size: A4;
  margin: 13mm 12mm 16mm;
  @bottom-left {
    content: "certmuster: certificate audit";
    font:
      7.5pt system-ui,
      sans-serif;
    color: #55606e;
  }
  @bottom-right {
    content: "Page " counter(page) " of " counter(pages);
    font:
      7.5pt system-ui,
      sans-serif;
    color: #55606e;
  }
}
@page wide {
  size: A4 landscape;
  margin: 11mm 11mm 15mm;
}
@media print {
  body {
    background: none;
    font-size: 9pt;
    line-height: 1.4;
    -webkit-print-color-adjust: exact;
    print-color-adjust: exact;
  }
  .screen-only,
  .skip,
  .raw,
  nav {
    display: none !important;
  }
  #report,
  .page,
  #endpoint {
    max-width: none;
    padding: 0;
  }
  a {
    color: inherit;
    text-decoration: none;
  }
  .overview,
  .causes-wide .cause summary {
    display: block;
  }
  .picture {
    min-width: 0;
    width: 100%;
    max-height: 82mm;
  }
  .scroller {
    overflow: visible;
  }
  .cause,
  #provenance .explained > div,
  .card,
  .seen,
  .finding,
  .certificate,
  .box-apart article {
    break-inside: avoid;
  }
  h2,
  h3,
  h4,
  summary,
  .way {
    break-after: avoid;
  }
  p,
  li,
  tr,
  dl > div {
    break-inside: avoid;
  }
  .situation .faint,
  .cause-places,
  .cause-number,
  .notice,
  .badge,
  .plain-table,
  .places {
    font-size: 8pt;
  }
  h1 {
    font-size: 18pt;
  }
  h2 {
    font-size: 12pt;
  }
  h3 {
    font-size: 10pt;
  }
  .headline .badge {
    font-size: 10pt;
  }
  .places {
    columns: 2;
  }
  details > summary {
    list-style: none;
  }
  .cause summary::after {
    content: none !important;
  }
  .cause h3 {
    margin: 0 0 1px;
  }
  .cause summary,
  .cause-body {
    padding: 6px 10px;
  }
  .cause-body {
    display: grid;
    grid-template-columns: minmax(0, 4fr) minmax(0, 5fr);
    column-gap: 12px;
    font-size: 8pt;
  }
  .cause-body h4 {
    margin: 0 0 2px;
    font-size: 8.5pt;
  }
  .cause dl > div {
    grid-template-columns: 62px minmax(0, 1fr);
    gap: 6px;
    padding: 0;
  }
  .cause dl,
  .seen {
    margin-bottom: 5px;
  }
  .cause .mono {
    font-size: 7pt;
  }
  .cause-remedy,
  .cause h3 {
    font-size: 9.5pt;
  }
  .cause .places {
    columns: 1;
  }
  .cause {
    margin-bottom: 7px;
  }
  .tile {
    font-size: 9pt;
    padding: 2px 0;
  }
  .tile strong {
    font-size: 12pt;
  }
  .time-line {
    max-width: 90mm;
  }
  #matrix {
    page: wide;
  }
  .matrix-scroller {
    max-height: none;
    overflow: visible;
    border: 0;
  }
  .matrix {
    width: calc(560px + 17px * var(--columns, 40));
  }
  .matrix thead {
    display: table-header-group;
  }
  .matrix thead th,
  .matrix .name {
    position: static;
  }
  .matrix tbody tr,
  .matrix tbody th,
  .matrix tbody td {
    height: 17px;
  }
  .matrix tbody tr {
    break-inside: avoid;
  }
  .matrix .name {
    width: 240px;
    min-width: 240px;
    max-width: 240px;
    font-size: 8pt;
    padding: 0 4px;
  }
  .matrix .where {
    font-size: 6.5pt;
  }
  .matrix .verdict {
    width: 70px;
    min-width: 70px;
  }
  .matrix tbody td.verdict {
    font-size: 7.5pt;
    padding: 0 3px;
  }
  .matrix .cause-title {
    width: 250px;
    min-width: 250px;
    max-width: 250px;
  }
  .matrix tbody .cause-title {
    font-size: 7.5pt;
    padding: 0 4px;
  }
  .matrix thead .check {
    width: 17px;
    min-width: 17px;
    font-size: 7pt;
  }
  .matrix tbody .cell {
    font-size: 7.5pt;
  }
  .expiries li {
    margin: 3px 0 0;
  }
  .card,
  .box-apart {
    padding: 9px 12px;
    margin-bottom: 9px;
  }
  .verdict-line {
    font-size: 12pt;
  }
  .facts {
    grid-template-columns: 1fr 1fr;
  }
  .chains {
    display: block;
  }
}
`;
