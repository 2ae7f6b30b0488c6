import { inWords } from '../places/distance-words';
import { formatStamp } from '../time/shanghai';
import { actAnswers, acts, standingAnswers } from './acts';
import type { KitPerson, KnownBy, RowAct, Trouble } from './on-site';

const clock = (at: number) => formatStamp(at).slice(11);

/** '到了 3 人，还差 2 人'. */
export function countInWords({ came, missing }: { came: number; missing: number }): string {
	if (came === 0 && missing === 0) return '还没有人报名';
	return missing === 0 ? `到了 ${came} 人，都到齐了` : `到了 ${came} 人，还差 ${missing} 人`;
}

/** The buttons on a line of the lead's list. */
export const rowActLabels: Record<RowAct, string> = {
	admit: '同意加入',
	turn_away: '不加入',
	here: '到了',
	miss: '没来',
	left: '先走',
	not_here: '不在现场'
};

const by: Record<KnownBy, string> = { number: '凭号码', word: '队长记' };

/** '07:02 到（凭号码），08:40 离开（队长记）'; '' before somebody came. */
export function whenInWords(person: KitPerson): string {
	const { checkedInAt, checkedInBy, leftAt, leftBy } = person;
	const part = (at: number | null, word: string, known: KnownBy | null) =>
		at === null ? [] : [`${clock(at)} ${word}${known ? `（${by[known]}）` : ''}`];
	return [...part(checkedInAt, '到', checkedInBy), ...part(leftAt, '离开', leftBy)].join('，');
}

/** '离点位约 3.2 公里'. */
export const hintInWords = (metres: number): string =>
	metres < 10 ? '就在点位' : `离点位约 ${inWords(metres)}`;

/** '07:05 小李 签到：号码不对或已经过期，请看队长手机上现在的号码'. */
export function troubleInWords(
	{ number, act, answer, at, drift }: Trouble,
	people: readonly KitPerson[]
): string {
	const who = people.find((person) => person.number === number)?.called ?? number ?? '有人';
	const wrong = standingAnswers.includes(answer) ? '' : actAnswers[answer];
	const what = [wrong, drift].filter(Boolean).join('；');
	return `${clock(at)} ${who} ${acts[act].label}：${what}`;
}
