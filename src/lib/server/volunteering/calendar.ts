import ical, { ICalEventStatus, type ICalEventData } from 'ical-generator';
import type { SignupState } from '../../volunteering/signups';

export type CalendarShift = {
	code: string;
	startsAt: number;
	endsAt: number;
	postName: string;
	lat: number;
	lng: number;
	task: string;
	kit: string;
	note: string;
	calledOffAt: number | null;
	callOffReason: string;
};

const cancelled = { status: ICalEventStatus.CANCELLED, prefix: '已取消：' };
const firm = { status: ICalEventStatus.CONFIRMED, prefix: '' };

/** How one's own shift stands in one's calendar; nothing where it does not belong there. */
const standings: Partial<Record<SignupState, { status: ICalEventStatus; prefix: string }>> = {
	confirmed: firm,
	checked_in: firm,
	completed: firm,
	left_early: firm,
	offered: { status: ICalEventStatus.TENTATIVE, prefix: '待确认：' },
	cancelled,
	late_cancelled: cancelled
};
/** The states of which a calendar tells. */
export const calendarStates = Object.keys(standings) as SignupState[];

type Site = { origin: string; at: number };

/** One shift as a file for anyone's calendar: what its page says to all. */
export const shiftCalendar = (shift: CalendarShift, site: Site): string =>
	written(`文明劝导 ${shift.postName}`, [
		eventOf(shift, shift.calledOffAt === null ? firm : cancelled, site)
	]);

/** One's own shifts as a calendar that phones fetch now and then. */
export const ownCalendar = (
	shifts: readonly (CalendarShift & { state: SignupState })[],
	site: Site
): string =>
	written(
		'我的文明劝导班次',
		shifts.flatMap(({ state, ...shift }) => {
			const standing = shift.calledOffAt === null ? standings[state] : cancelled;
			return standing ? [eventOf(shift, standing, site)] : [];
		})
	);

function eventOf(
	{ code, startsAt, endsAt, postName, lat, lng, ...shift }: CalendarShift,
	{ status, prefix }: { status: ICalEventStatus; prefix: string },
	{ origin, at }: Site
): ICalEventData {
	const page = `${origin}/shifts/${code}`;
	const lines = [
		shift.calledOffAt !== null && `取消的原因：${shift.callOffReason}`,
		shift.task,
		shift.kit && `请带：${shift.kit}`,
		shift.note,
		page
	];
	return {
		// the same wherever and whenever it is asked for, so that a calendar mends what it has
		id: `${code}@tongxing`,
		start: new Date(startsAt),
		end: new Date(endsAt),
		stamp: new Date(at),
		summary: `${prefix}文明劝导：${postName}`,
		location: { title: postName, geo: { lat, lon: lng } },
		description: lines.filter(Boolean).join('\n'),
		url: page,
		status
	};
}

// Times are written as instants: the library reckons a named zone by the clock of this machine.
function written(name: string, events: readonly ICalEventData[]): string {
	const calendar = ical({
		name,
		prodId: { company: 'tongxing', product: 'shifts', language: 'ZH' },
		x: { 'X-WR-TIMEZONE': 'Asia/Shanghai' }
	});
	for (const event of events) calendar.createEvent(event);
	return `${calendar.toString()}\r\n`;
}
