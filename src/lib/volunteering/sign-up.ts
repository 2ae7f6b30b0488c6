import { dayMs, dayOf, hourMs, minuteMs, startOfDay, addDays } from '../time/shanghai';
import { ageBands, isMinor, type AgeBand } from './posts';
import { calledOffWords, tooLateWords } from './words';

/** What the office can set, with its standard. */
export const standardRules = {
	/** Before the day of the shift, from which its places can be taken. */
	opensDays: 14,
	/** Between two shifts at different posts, minutes. */
	wayMinutes: 15,
	/** On one day of Shanghai, minutes. */
	mostMinutesADay: 8 * 60,
	/** Before the shift, until which cancelling is free, hours. */
	cancelHours: 12,
	/** For the answer to an offered place, minutes; less where the shift is near. */
	offerMinutes: 120,
	/** Before the shift, from which no place is offered any more, minutes. */
	offersEndMinutes: 30,
	/** Before the shift, from which one can check in, minutes. */
	checkInOpensMinutes: 30,
	/** After the shift, until which one can check out; then it is closed, minutes. */
	checkOutMinutes: 120
};
export type Rules = typeof standardRules;

/** Each answer to 我要报名 is one of these; the sentence is shown as it is. */
export const answers = {
	confirmed: '报名成功，到时见',
	waitlisted: '名额已满，已为您排队候补；有名额时会通知您确认',
	already_in: '您已经报了这个班次',
	called_off: calledOffWords,
	not_open_yet: '这个班次还没有开放报名',
	too_late: tooLateWords,
	too_young: '这个点位有最低年龄要求，您还不能在这里服务',
	hazardous: '这个点位有一定危险，未满 18 岁不能在这里服务',
	needs_consent: '未满 18 岁需要监护人同意，请先在“我的班次”里填写监护人同意',
	needs_training: '第一次上岗前请先完成岗前学习',
	accept_risks: '请先看完这个点位的风险提示，并勾选“我已了解”',
	overlaps: '您在这个时间已经报了别的班次',
	too_little_rest: '和您的另一个班次隔得太近，路上来不及',
	too_many_hours: '这一天的服务会超过一天的上限，请留些休息'
} as const;
export type Answer = keyof typeof answers;
export type No = Exclude<Answer, 'confirmed' | 'waitlisted'>;

export type ShiftTimes = { startsAt: number; endsAt: number; postId: number };
export type AskedShift = ShiftTimes & {
	calledOff: boolean;
	minimumAge: number;
	hazardous: boolean;
};
export type Asking = {
	ageBand: AgeBand;
	/** When a guardian agreed. */
	consentAt: number | null;
	trainedAt: number | null;
	/** At this post, now or before. */
	risksAccepted: boolean;
	/** Active already on this shift. */
	already: boolean;
	/** The other shifts for which a place is held. */
	others: readonly ShiftTimes[];
};

/** Why someone may not take a place at `at`; null where nothing stands against it but room. */
export function whyNot(shift: AskedShift, asking: Asking, rules: Rules, at: number): No | null {
	const reasons: [No, () => boolean][] = [
		['already_in', () => asking.already],
		['called_off', () => shift.calledOff],
		['too_late', () => at >= shift.startsAt],
		['not_open_yet', () => at < opensAt(shift, rules)],
		['too_young', () => ageAgainst(shift, asking.ageBand) === 'too_young'],
		['hazardous', () => ageAgainst(shift, asking.ageBand) === 'hazardous'],
		['needs_consent', () => isMinor(asking.ageBand) && asking.consentAt === null],
		['needs_training', () => asking.trainedAt === null],
		['accept_risks', () => !asking.risksAccepted],
		['overlaps', () => asking.others.some((other) => overlap(shift, other) > 0)],
		['too_little_rest', () => asking.others.some((other) => tooNear(shift, other, rules))],
		['too_many_hours', () => minutesOnItsDays(shift, asking.others) > rules.mostMinutesADay]
	];
	return reasons.find(([, stands]) => stands())?.[0] ?? null;
}

/** What the post asks of age, and somebody has not. */
export function ageAgainst(
	{ minimumAge, hazardous }: Pick<AskedShift, 'minimumAge' | 'hazardous'>,
	ageBand: AgeBand
): 'too_young' | 'hazardous' | null {
	if (ageBands[ageBand].from < minimumAge) return 'too_young';
	return hazardous && isMinor(ageBand) ? 'hazardous' : null;
}

/** From the first minute of that many days before. */
export const opensAt = ({ startsAt }: ShiftTimes, { opensDays }: Rules): number =>
	startOfDay(addDays(dayOf(startsAt), -opensDays));

/**
 * Until when cancelling is free (ms): to the very beginning for whoever signed up before the office moved
 * the shift.
 */
export function cancelFreeUntil(
	{ startsAt, movedAt }: { startsAt: number; movedAt: number | null },
	{ cancelHours }: Rules,
	signedUpAt: number
): number {
	if (movedAt !== null && signedUpAt < movedAt) return startsAt;
	return startsAt - cancelHours * hourMs;
}

/** Until when an offer made at `at` stands; null where the shift is too near for one. */
export function offerUntil({ startsAt }: ShiftTimes, rules: Rules, at: number): number | null {
	const end = startsAt - rules.offersEndMinutes * minuteMs;
	return at >= end ? null : Math.min(at + rules.offerMinutes * minuteMs, end);
}

/** Until when a coordinator's proposal stands: a day, less where the shift is near; null where too near. */
export function proposalUntil({ startsAt }: ShiftTimes, rules: Rules, at: number): number | null {
	const end = startsAt - rules.offersEndMinutes * minuteMs;
	return at >= end ? null : Math.min(at + dayMs, end);
}

const overlap = (a: ShiftTimes, b: ShiftTimes): number =>
	Math.min(a.endsAt, b.endsAt) - Math.max(a.startsAt, b.startsAt);

/** Touching is allowed at one post; elsewhere there is a way to go. */
function tooNear(a: ShiftTimes, b: ShiftTimes, { wayMinutes }: Rules): boolean {
	if (a.postId === b.postId) return false;
	return -overlap(a, b) < wayMinutes * minuteMs;
}

/** The most minutes that any of the shift's days would have; a shift over midnight has two days. */
function minutesOnItsDays(shift: ShiftTimes, others: readonly ShiftTimes[]): number {
	const days = new Set([dayOf(shift.startsAt), dayOf(shift.endsAt - 1)]);
	return Math.max(
		...[...days].map((day) => {
			const [from, to] = [startOfDay(day), startOfDay(addDays(day, 1))];
			const within = ({ startsAt, endsAt }: ShiftTimes) =>
				Math.max(0, Math.min(endsAt, to) - Math.max(startsAt, from));
			return [shift, ...others].reduce((sum, times) => sum + within(times), 0) / minuteMs;
		})
	);
}
