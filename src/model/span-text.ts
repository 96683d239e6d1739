const secondMs = 1_000;
const minuteMs = 60_000;
const hourMs = 3_600_000;
const dayMs = 86_400_000;

/**
 * A span of time in its largest whole unit, rounded down: `9 days`, `1 hour`, `12 minutes`, `30 seconds`, `less than a second`. Below
 * `daysFrom` days it is given in hours.
 */
export function spanText(spanMs: number, daysFrom = 1): string {
  if (spanMs >= daysFrom * dayMs) return quantity(spanMs / dayMs, 'day');
  if (spanMs >= hourMs) return quantity(spanMs / hourMs, 'hour');
  if (spanMs >= minuteMs) return quantity(spanMs / minuteMs, 'minute');
  return spanMs >= secondMs ? quantity(spanMs / secondMs, 'second') : 'less than a second';
}

function quantity(figure: number, unit: string): string {
  const whole = Math.floor(figure);
  return `${whole} ${unit}${whole === 1 ? '' : 's'}`;
}
