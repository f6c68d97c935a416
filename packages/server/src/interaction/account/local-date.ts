/** Whether this is a day of the calendar as YYYY-MM-DD (RFC 3339 full-date). The year 0000 is a leap year. */
export function isLocalDate(text: string): boolean {
  const [, month = '', day = ''] = /^\d{4}-(\d{2})-(\d{2})$/.exec(text) ?? [];
  if (month === '') return false;
  const parsed = new Date(`${text}T00:00:00Z`);
  return (
    !Number.isNaN(parsed.getTime()) && parsed.getUTCMonth() + 1 === Number(month) && parsed.getUTCDate() === Number(day)
  );
}
