/** What is folded on screen is printed unfolded, except raw data. */
export function unfoldForPrint() {
  const unfolded = [];
  addEventListener('beforeprint', () => {
    for (const each of document.querySelectorAll('details:not([open]):not(.raw):not(.pem)')) {
      each.open = true;
      unfolded.push(each);
    }
  });
  addEventListener('afterprint', () => {
    for (const each of unfolded.splice(0)) each.open = false;
  });
}
