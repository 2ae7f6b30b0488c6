import { nextTry } from '../../notifications/retries';
import { afterQuiet, isQuiet } from '../../notifications/quiet';
import type { Db } from '../db';
import type { Sealing } from '../sealing';
import type { Means } from './means';
import { dueWith, nextDue, settle } from './outgoing';
import { lease, sendRun, whyNotSent, type Sent } from './run';
import type { channels } from './schema';
import { reachOf, type Reach } from './settings';
import { browsersOf, forgetBrowser } from './subscriptions';

type Line = Awaited<ReturnType<typeof dueWith>>[number];
type Batch = {
	/** The same for each try. */
	id: number;
	channel: (typeof channels)[number];
	accountId: number;
	attempts: number;
	lines: [Line, ...Line[]];
	phoneSealed: string | null;
};

/** Why it was not sent, and whether another try is of any use; null when it was. */
type Problem = { words: string; useless?: true } | null;

/**
 * Sends what is due. Each message is claimed before it is sent and marked afterwards; of two senders
 * one has it. A process that ends in between leaves it claimed: after five minutes it is sent again
 * under the same id, by which the hook knows a repeat; a browser shows it in place of the first.
 */
export async function sendDue(db: Db, seal: Sealing, means: Means, at: number): Promise<Sent> {
	return sendRun(
		() => claim(db, means, at),
		async (batch) => {
			const problem = await trySend(db, seal, means, batch);
			await mark(db, batch, problem, at);
			return problem === null;
		}
	);
}

/** Takes what is due next for itself, or settles it where it need not or cannot be sent now. */
async function claim(db: Db, means: Means, at: number): Promise<Batch | 'settled' | 'none'> {
	return db.transaction(async (tx) => {
		const first = await nextDue(tx, at);
		if (!first) return 'none';
		const { accountId, channel } = first;
		const lines = await dueWith(tx, first, at);
		const [reach] = await reachOf(tx, [accountId]);
		const obstacle = reach ? obstacleTo(channel, reach, means) : '没有这个账号';
		if (!reach || obstacle) {
			await giveUp(tx, lines, obstacle ?? '');
			return 'settled';
		}
		const unread = lines.filter(({ readAt }) => readAt === null);
		// a batch that was tried stays whole: its repeat says the same, whatever was read meanwhile
		const going = first.batch !== null && unread.length > 0 ? lines : unread;
		const read = lines.filter((line) => !going.includes(line));
		await giveUp(tx, read, '您已先看过，没有再发');
		const [one, ...more] = going;
		if (!one) return 'settled';
		const ids = [one, ...more].map(({ id }) => id);
		if (isQuiet(reach.quiet, at)) {
			await settle(tx, ids, { nextAt: afterQuiet(reach.quiet, at) });
			return 'settled';
		}
		const attempts = first.attempts + 1;
		const id = first.batch ?? one.id;
		await settle(tx, ids, { attempts, batch: id, nextAt: at + lease });
		const { phoneSealed } = reach;
		return { id, channel, accountId, attempts, lines: [one, ...more], phoneSealed };
	});
}

function obstacleTo(channel: Batch['channel'], reach: Reach, means: Means): string | null {
	if (!reach.active) return '账号已停用';
	if (channel === 'push') return reach.browsers === 0 ? '没有打开推送的浏览器' : null;
	if (!reach.message) return '您已关掉短信提醒';
	if (means.message === null) return '本地没有开通短信和公众号消息';
	return reach.phoneSealed === null ? '没有手机号' : null;
}

const giveUp = (tx: Db, lines: readonly Line[], problem: string) =>
	settle(
		tx,
		lines.map(({ id }) => id),
		{ state: 'given_up', problem }
	);

async function trySend(db: Db, seal: Sealing, means: Means, batch: Batch): Promise<Problem> {
	try {
		return batch.channel === 'push'
			? await pushToAll(db, means, batch)
			: await message(seal, means, batch);
	} catch (problem) {
		return { words: whyNotSent(problem) };
	}
}

/** One message for one step, and one for several: a morning rings once. */
function wordsOf([first, ...more]: Batch['lines']) {
	if (more.length === 0) return { ...first, href: `/me/inbox/${first.inboxId}`, to: first.href };
	const title = `您有 ${more.length + 1} 条新进展`;
	return { title, body: '打开“消息”就能看到。', href: '/me/inbox', to: '/me/inbox' };
}

async function message(
	seal: Sealing,
	means: Means,
	{ id, lines, phoneSealed }: Batch
): Promise<Problem> {
	const { title, body, to } = wordsOf(lines);
	const phone = seal.open(phoneSealed ?? '');
	await means.message?.({ id: String(id), phone, title, body, url: means.origin + to });
	return null;
}

/** To each browser of the account; one that takes it is enough, for a repeat would ring twice there. */
async function pushToAll(db: Db, means: Means, { accountId, lines }: Batch): Promise<Problem> {
	const { title, href } = wordsOf(lines);
	const answers = await Promise.all(
		(await browsersOf(db, accountId)).map(async ({ endpoint, p256dh, auth }) => {
			try {
				const answer = await means.push({ endpoint, keys: { p256dh, auth } }, { title, href });
				if (answer === 'gone') await forgetBrowser(db, endpoint);
				return answer;
			} catch (problem) {
				return { words: whyNotSent(problem) };
			}
		})
	);
	if (answers.includes('sent')) return null;
	const refused = answers.find((answer) => typeof answer !== 'string');
	return refused ?? { words: '浏览器已不再接收推送', useless: true };
}

async function mark(db: Db, { lines, attempts }: Batch, problem: Problem, at: number) {
	const ids = lines.map(({ id }) => id);
	if (problem === null) return settle(db, ids, { state: 'sent', sentAt: at, problem: '' });
	const again = problem.useless ? null : nextTry(attempts, at);
	const { words } = problem;
	await settle(
		db,
		ids,
		again === null ? { state: 'given_up', problem: words } : { nextAt: again, problem: words }
	);
}
