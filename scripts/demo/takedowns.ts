import { guest } from '../../src/lib/accounts/roles';
import type { TakedownOutcome, TakedownReason } from '../../src/lib/reports/takedowns';
import { askTakedown, decideTakedown } from '../../src/lib/server/reports/commands/takedown';
import { listLedger } from '../../src/lib/server/reports/queries/ledger';
import { hourMs } from '../../src/lib/time/shanghai';
import type { Town } from './life';

type Request = {
	reason: TakedownReason;
	words: string;
	contact: string;
	hoursAgo: number;
	/** Still open where absent. */
	answered?: { outcome: TakedownOutcome; answer: string };
};

const requests: readonly Request[] = [
	{
		reason: 'depicted',
		words: '第一张照片里停着的是我的车，车牌能看清。',
		contact: '13900000061',
		hoursAgo: 200,
		answered: { outcome: 'taken_down', answer: '车牌确实没有遮住，已撤下，遮挡后再公开。' }
	},
	{
		reason: 'untrue',
		words: '我们门口没有占道，照片是隔壁的。',
		contact: '',
		hoursAgo: 120,
		answered: { outcome: 'kept', answer: '核对过现场照片，位置无误；文字没有点名，保留公开。' }
	},
	{
		reason: 'other',
		words: '问题早就处理了，希望不要再挂着。',
		contact: 'someone@example.com',
		hoursAgo: 70,
		answered: { outcome: 'kept', answer: '处理结果已经一并公开，前后对比对大家有用，保留公开。' }
	},
	{
		reason: 'untrue',
		words: '只有施工那两天是这样，平时没有。',
		contact: '13900000062',
		hoursAgo: 190
	},
	{ reason: 'depicted', words: '照片右边走路的人是我。', contact: '', hoursAgo: 20 },
	{
		reason: 'minor',
		words: '照片里有放学的孩子，脸没有完全遮住。',
		contact: '13900000063',
		hoursAgo: 1
	}
];

/** Requests to take reports down, some answered and some waiting, one of them late. */
export async function askTakedowns({ db, seal, cast }: Town, now: number): Promise<void> {
	const { rows } = await listLedger(db, {});
	const withPhoto = rows.filter(({ photoKey }) => photoKey !== null);
	for (const [i, { hoursAgo, answered, ...input }] of requests.entries()) {
		const { code } = withPhoto[i * 5] ?? {};
		if (!code) return;
		const at = now - hoursAgo * hourMs;
		const { id } = await askTakedown(db, seal, guest, code, input, at);
		if (!answered) continue;
		await decideTakedown(db, cast.moderator, id, answered, at + 5 * hourMs);
	}
}
