const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** `500ms`, `10s`, `1.5m`, `1h`, in milliseconds; undefined for anything else. A bare figure is seconds, as in curl and in plugins. */
export function parseDuration(text: string): number | undefined {
  const [, figure = '', unit = 's'] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text) ?? [];
  return figure === '' ? undefined : Math.round(Number(figure) * (unitsMs[unit] ?? 0));
}
