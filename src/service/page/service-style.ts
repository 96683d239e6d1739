/** Written by `npm run generate` from plain files for browsers. */
export const serviceStyle = `.bar {
  display: flex;
  flex-wrap: wrap;
  gap: 4px 22px;
  align-items: baseline;
  padding-bottom: 10px;
  margin-bottom: 16px;
  border-bottom: 1px solid var(--rule);
}
.bar strong {
  font-size: 15px;
}
.bar nav {
  display: flex;
  justify-content: flex-start;
  margin: 0;
  flex-wrap: wrap;
  gap: 2px 4px;
}
.bar nav a {
  text-decoration: none;
  padding: 3px 9px;
  border-radius: 6px;
}
.bar nav a:hover {
  background: var(--hover);
}
.bar nav a[aria-current] {
  background: var(--info-back);
  color: var(--info);
  font-weight: 600;
}
.bar .faint {
  font-size: 13.5px;
}
/* Beside the links, so that nothing below moves when a run begins or ends. */
#running {
  list-style: none;
  margin: 0 0 0 auto;
  padding: 3px 12px;
  border-radius: 9px;
  background: var(--info-back);
  color: var(--info);
  font-size: 14.5px;
}
#running progress {
  width: 140px;
  height: 10px;
  margin: 0 6px;
  accent-color: var(--info);
}
#newer:not(:empty) {
  position: sticky;
  top: 0;
  z-index: 5;
  margin: 0 0 12px;
  padding: 8px 12px;
  border-radius: 9px;
  border: 1px solid var(--rule);
  background: var(--info-back);
  color: var(--info);
}
.notice.is-warn {
  border-color: var(--warn);
  background: var(--warn-back);
  color: var(--text);
  padding: 8px 12px;
}
.notice pre {
  background: none;
  border: 0;
  padding: 0;
  margin: 4px 0 0;
  white-space: pre-wrap;
}
.table-scroller {
  overflow-x: auto;
  margin-bottom: 12px;
}
.list-table {
  border-collapse: collapse;
  width: 100%;
  font-size: 14px;
}
.list-table th,
.list-table td {
  text-align: left;
  vertical-align: top;
  padding: 6px 16px 6px 0;
  border-bottom: 1px solid var(--rule);
}
.list-table thead th {
  color: var(--faint);
  font-size: 13px;
  white-space: nowrap;
}
.list-table tbody th {
  font-weight: 400;
}
.list-table tbody tr > :first-child,
.list-table tbody td .faint {
  white-space: nowrap;
}
.list-table tbody tr:hover {
  background: var(--hover);
}
.list-table .number {
  text-align: right;
  white-space: nowrap;
}
.list-table .nowrap,
.list-table time {
  white-space: nowrap;
}
.list-table ul {
  list-style: none;
  margin: 0;
  padding: 0;
}
/* \`tbody\` alone: the head has a last row, too. */
.card > .table-scroller:last-child,
.card > dl:last-child,
.card > p:last-child {
  margin-bottom: 0;
}
.card .list-table tbody tr:last-child > * {
  border-bottom: 0;
}
.filter {
  display: flex;
  flex-wrap: wrap;
  gap: 10px 14px;
  align-items: end;
  margin-bottom: 12px;
}
.filter label {
  display: grid;
  font-size: 13px;
  color: var(--faint);
}
.filter input,
.filter select,
.filter button {
  height: 32px;
}
.paging {
  display: flex;
  gap: 18px;
  align-items: baseline;
  margin-bottom: 20px;
}
.changes {
  list-style: none;
  margin: 0 0 6px;
  padding: 0;
  font-size: 14.5px;
}
.changes > li {
  margin: 0 0 6px;
  overflow-wrap: anywhere;
}
.changes ul {
  margin: 2px 0 0;
  padding-left: 20px;
  color: var(--faint);
  font-size: 13.5px;
}
.change h3 {
  margin: 0 0 6px;
  font-weight: 600;
}
.change + .change {
  border-top: 1px solid var(--rule);
  padding-top: 10px;
  margin-top: 10px;
}
.cause-note {
  margin: 0 0 4px;
  color: var(--faint);
  font-size: 13.5px;
}
.schedule + .schedule {
  border-top: 1px solid var(--rule);
  padding-top: 10px;
  margin-top: 10px;
}
.schedule form {
  float: right;
}
.schedule p {
  margin: 0;
  font-size: 14.5px;
}
.schedule .error {
  color: var(--fail);
}
.history-strip {
  display: block;
  width: 100%;
  height: auto;
}
.history-strip text {
  fill: var(--faint);
  font-size: 12px;
}
.history-strip rect.is-pass {
  fill: var(--pass-back);
  stroke: var(--pass);
}
.history-strip text.is-pass {
  fill: var(--pass);
}
.history-strip rect.is-warn {
  fill: var(--warn-back);
  stroke: var(--warn);
}
.history-strip text.is-warn {
  fill: var(--warn);
}
.history-strip rect.is-fail {
  fill: var(--fail-back);
  stroke: var(--fail);
}
.history-strip text.is-fail {
  fill: var(--fail);
}
.history-strip rect.is-waived {
  fill: var(--waived-back);
  stroke: var(--waived);
}
.history-strip text.is-waived {
  fill: var(--waived);
}
.history-strip rect.is-unreachable {
  fill: var(--unreachable-back);
  stroke: var(--unreachable);
}
.history-strip text.is-unreachable {
  fill: var(--unreachable);
}
.history-strip rect.certificate {
  fill: var(--info-back);
  stroke: var(--info);
}
.history-strip text.certificate {
  fill: var(--info);
}
.two {
  display: grid;
  grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
  gap: 16px;
  align-items: start;
}
.explained > div {
  grid-template-columns: 150px minmax(0, 1fr);
}
@media screen and (max-width: 900px) {
  .two {
    grid-template-columns: minmax(0, 1fr);
  }
}
@media screen and (max-width: 700px) {
  .bar nav a {
    padding: 6px 8px;
  }
  #running {
    width: 100%;
  }
  #running progress {
    width: 70px;
  }
  .explained > div {
    grid-template-columns: minmax(0, 1fr);
    gap: 0;
  }
  /* Its letters could not be read at the width of a phone. */
  .history-strip {
    min-width: 900px;
  }
}
@media print {
  #running,
  #newer,
  form,
  .paging {
    display: none !important;
  }
  .list-table {
    font-size: 8pt;
  }
}
`;
