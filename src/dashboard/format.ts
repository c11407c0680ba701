/** Numbers and times as people read them. */

/** Writes dollars: `$1,234.50`. */
export function dollars(amount: number | undefined): string {
  if (amount === undefined) return "–";
  const digits = Math.abs(amount) < 1 && amount !== 0 ? 3 : 2;
  return `$${group(amount.toFixed(digits))}`;
}

/** Writes a share of 1 as a percentage. */
export function percent(share: number | undefined): string {
  return share === undefined ? "–" : `${Math.round(share * 100)}%`;
}

/** Writes a whole number with commas. */
export function count(value: number | undefined): string {
  return value === undefined ? "–" : group(String(Math.round(value)));
}

function group(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ",");
}

/** Writes seconds as a duration: `45 s`, `12 min`, `3.5 h`, `2.1 d`. */
export function duration(seconds: number | undefined): string {
  if (seconds === undefined) return "–";
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 5_400) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${(seconds / 3_600).toFixed(1)} h`;
  return `${(seconds / 86_400).toFixed(1)} d`;
}

/** Writes a time without its date: `13:45:10`. */
export function clock(time: string): string {
  return time.slice(11, 19);
}
