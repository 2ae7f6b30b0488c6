import { addDays, dayOf, formatDay, formatStamp } from '../time/shanghai';

type Times = { startsAt: number; endsAt: number };
type Room = { most: number; held: number; waiting: number };

const clock = (at: number) => formatStamp(at).slice(11);

/** '07:00–09:00', '22:00–次日 06:00'. */
export const hoursInWords = ({ startsAt, endsAt }: Times): string =>
	`${clock(startsAt)}–${dayOf(endsAt) > dayOf(startsAt) ? '次日 ' : ''}${clock(endsAt)}`;

const weekdays = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'] as const;

/** '今天 11月22日 周日', '11月25日 周三'. */
export function dayInWords(day: string, now: number): string {
	const today = dayOf(now);
	const near = { [today]: '今天 ', [addDays(today, 1)]: '明天 ', [addDays(today, 2)]: '后天 ' };
	const weekday = weekdays[new Date(`${day}T00:00:00Z`).getUTCDay()]!;
	return `${near[day] ?? ''}${formatDay(day, now)} ${weekday}`;
}

/** Who waits comes first, so a place that is just free is nobody else's. */
export const isFull = ({ most, held, waiting }: Room): boolean => waiting > 0 || held >= most;

/** What somebody finds who would sign up now. */
export function roomInWords(room: Room): string {
	if (!isFull(room)) return `还有 ${room.most - room.held} 个名额`;
	return room.waiting > 0
		? `名额已满，可候补，前面 ${room.waiting} 人`
		: '名额已满，可候补，您排第一';
}

/** For somebody who waits. */
export const turnInWords = (before: number): string =>
	before > 0 ? `前面还有 ${before} 人` : '您排第一';

/** These two stand on the page of a shift as well, which does not need the others. */
export const calledOffWords = '这个班次已经取消';
export const tooLateWords = '这个班次已经开始，不能再报名；想参加可以直接到现场找队长';
