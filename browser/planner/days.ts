// Days as ISO text, in words and on the way back. Never through UTC: that would be another day for half of the world.

import { SOURCE } from "../language";
import { localToday } from "../today";
import { language, t } from "../words";

const LONG = new Intl.DateTimeFormat(t("language.dates"), { weekday: "long", day: "numeric", month: "long" });
const LONG_WITH_YEAR = new Intl.DateTimeFormat(t("language.dates"), {
  day: "numeric",
  month: "long",
  year: "numeric",
});

/** `Tuesday 1 December`; with the year when it is another one than today's. */
export function spoken(day: string): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const when = new Date(year, month - 1, date, 12);
  if (Number.isNaN(when.getTime())) return day;
  const here = day.slice(0, 4) === localToday().slice(0, 4);
  const words = (here ? LONG : LONG_WITH_YEAR).format(when);
  return language() === SOURCE ? words.replace(",", "") : words; // the core writes no comma either
}

/** The day so many days ago. */
export function daysAgo(count: number): string {
  const now = new Date();
  return localToday(new Date(now.getFullYear(), now.getMonth(), now.getDate() - count, 12));
}
