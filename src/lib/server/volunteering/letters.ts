import { formatDay, formatTime } from '../../time/shanghai';
import type { Db } from '../db';
import { deliver } from '../notifications/commands';
import type { AskedRow } from './queries';

type Told = Pick<AskedRow, 'code' | 'day' | 'startsAt' | 'postName'>;

const named = ({ postName, startsAt }: Told, at: number) =>
	`${formatTime(startsAt, at)} ${postName}`;

/** What volunteers are told; each sentence says what to do next, where there is something to do. */
const words = {
	offered: (shift: Told, at: number, until: number) => ({
		title: '有名额了，请确认',
		body: `${named(shift, at)} 空出一个名额，为您保留到 ${formatTime(until, at)}，请打开确认。`
	}),
	offer_lapsed: (shift: Told, at: number) => ({
		title: '名额已让给下一位',
		body: `${named(shift, at)} 的名额没有等到您的确认。还想参加，可以再报名候补。`
	}),
	proposed: (shift: Told, at: number, group: string, until: number) => ({
		title: '有人想请您参加',
		body: `${group} 的联系人想请您参加 ${named(shift, at)}，请您自己决定。愿意来，请在 ${formatTime(until, at)} 以前确认；不答复就当不参加。`
	}),
	proposal_lapsed: (shift: Told, at: number) => ({
		title: '邀请已经过期',
		body: `${named(shift, at)} 的邀请没有等到您的答复，就当不参加，没有关系。还想参加，可以自己报名。`
	}),
	called_off: (shift: Told, at: number, reason: string) => ({
		title: '班次取消了',
		body: `${named(shift, at)} 已取消：${reason}。给您添麻烦了。`
	}),
	changed: (shift: Told, at: number) => ({
		title: '班次有变动',
		body: `您报名的班次改为 ${named(shift, at)}。不方便可以取消报名。`
	}),
	unfit: (shift: Told, at: number) => ({
		title: '您的报名取消了',
		body: `${named(shift, at)} 的点位改了年龄要求，您还不能在那里服务。对不起，欢迎看看别的班次。`
	}),
	leads: (shift: Told, at: number) => ({
		title: '请您带队',
		body: `${named(shift, at)} 请您当队长。不方便请告诉文明办，好另找一位。`
	}),
	lead_changed: (shift: Told, at: number) => ({
		title: '您带队的班次有变动',
		body: `您带队的班次改为 ${named(shift, at)}。不方便请告诉文明办。`
	}),
	late_cancel: (shift: Told, at: number) => ({
		title: '有人临时取消',
		body: `${named(shift, at)} 有一位志愿者临时取消，请留意人手。`
	}),
	no_room: (shift: Told) => ({
		title: '这次没有排到',
		body: `${formatDay(shift.day, shift.startsAt)} ${shift.postName} 没有空出名额。谢谢您愿意来，欢迎看看别的班次。`
	}),
	tomorrow: (shift: Told, at: number) => ({
		title: '明天有您的班次',
		body: `${named(shift, at)}。来不了请今晚取消，好让别人补上。`
	}),
	soon: (shift: Told, at: number) => ({
		title: '两小时后开始',
		body: `${named(shift, at)}，请按时到场，找队长签到。`
	})
} as const;

type Words = typeof words;
type Rest<Kind extends keyof Words> = Words[Kind] extends (
	shift: Told,
	at: number,
	...rest: infer More
) => unknown
	? More
	: [];

export const tell = <Kind extends keyof Words>(
	tx: Db,
	accountIds: readonly number[],
	kind: Kind,
	shift: Told,
	at: number,
	...rest: Rest<Kind>
): Promise<void> => {
	const write = words[kind] as (
		shift: Told,
		at: number,
		...rest: unknown[]
	) => { title: string; body: string };
	return deliver(
		tx,
		accountIds,
		{ ...write(shift, at, ...rest), href: `/shifts/${shift.code}` },
		at
	);
};
