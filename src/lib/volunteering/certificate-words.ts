import { dayOf, formatDuration } from '../time/shanghai';
import type { Issuer } from './certificate';
import { fullDay, inHours } from './hours-words';

export const certificateTitle = '志愿服务记录证明';

export type Certified = {
	number: string;
	volunteerNumber: string;
	fromDay: string;
	toDay: string;
	measuredMinutes: number;
	vouchedMinutes: number;
	shiftCount: number;
	issuedAt: number;
};

export type Line = { label: string; value: string };

/** What was served, as it stands on the paper and before whoever verifies it. */
export function servedLines(one: Certified): Line[] {
	const { measuredMinutes, vouchedMinutes } = one;
	const all = measuredMinutes + vouchedMinutes;
	return [
		{ label: '志愿者编号', value: one.volunteerNumber },
		{ label: '服务内容', value: '文明劝导' },
		{ label: '服务日期', value: `${fullDay(one.fromDay)}至${fullDay(one.toDay)}` },
		{ label: '服务次数', value: `${one.shiftCount} 次` },
		{ label: '服务时长', value: hoursOf(all) },
		{
			label: '记录方式',
			value: howRecorded(measuredMinutes, vouchedMinutes)
		}
	];
}

/** Both kinds, apart; a kind of which there is nothing is not named. */
function howRecorded(measured: number, vouched: number): string {
	const byNumber = `签到签退记录 ${formatDuration(measured)}`;
	const byWord = `队长或主办单位证明 ${formatDuration(vouched)}`;
	if (vouched === 0) return byNumber;
	return measured === 0 ? byWord : `${byNumber}，${byWord}`;
}

/** '2 小时', '1.5 小时（1小时30分）'. */
const hoursOf = (minutes: number): string =>
	`${inHours(minutes)} 小时` + (minutes % 60 === 0 ? '' : `（${formatDuration(minutes)}）`);

/** All that 民发〔2015〕149 asks a certificate to say, in order; the person only where they said who they are. */
export function certificateLines(
	one: Certified & { name: string; paper: string; issuer: Issuer }
): Line[] {
	const { office, responsible, handler, contact } = one.issuer;
	const person = [
		{ label: '姓名', value: one.name },
		{ label: '证件', value: one.paper }
	].filter(({ value }) => value !== '');
	return [
		...person,
		...servedLines(one),
		{ label: '出具单位', value: office },
		{ label: '负责人', value: responsible },
		{ label: '经办人', value: handler },
		{ label: '联系方式', value: contact },
		{ label: '出具日期', value: fullDay(dayOf(one.issuedAt)) },
		{ label: '备注', value: '时长为实际服务时间，不含往返路程；本证明免费出具。' }
	];
}
