import { formatDuration } from '../time/shanghai';
import { aboveTheDay, type HourKind } from './hours';

/** '2小时15分', '−30分'. */
export const signedDuration = (minutes: number): string =>
	(minutes < 0 ? '−' : '') + formatDuration(Math.abs(minutes));

/** '2小时15分', or '没有' where a bare '0分' would read like a mark. */
export const durationOrNone = (minutes: number): string =>
	minutes === 0 ? '没有' : formatDuration(minutes);

/** '12.5', '0.33': as registers of volunteers want it. */
export const inHours = (minutes: number): string => String(Math.round((minutes / 60) * 100) / 100);

/** Who answers for a row: nobody for what was measured. */
export type Voucher = 'lead' | 'office' | null;

/** Why a row is there, and who answers for it. */
export function entryInWords(entry: {
	kind: HourKind;
	minutes: number;
	reason: string;
	claimed: boolean;
	voucher: Voucher;
}): string {
	const { kind, minutes, reason, claimed, voucher } = entry;
	if (reason === aboveTheDay) return aboveTheDay;
	const who = voucher === 'lead' ? '队长证明' : '文明办证明';
	if (claimed) return `更正，${who}：${reason}`;
	if (reason !== '') return `${who}：${reason}`;
	if (minutes < 0) return '到场时间有改动，按新的时间计';
	return kind === 'measured' ? '签到到签退，按时间记' : `${who}到场`;
}

/** '2026年11月'. */
export const monthInWords = (month: string): string =>
	`${month.slice(0, 4)}年${Number(month.slice(5))}月`;

/** '2026年3月5日'. */
export const fullDay = (day: string): string =>
	`${day.slice(0, 4)}年${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`;
