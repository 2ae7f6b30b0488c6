import { and, eq, isNotNull, sql } from 'drizzle-orm';
import type { Actor } from '../../accounts/roles';
import type { NoticeChoice } from '../../notifications/forms';
import { defaultQuiet, type Quiet } from '../../notifications/quiet';
import { accounts } from '../accounts/schema';
import { record } from '../audit/record';
import type { Db } from '../db';
import { Refusal } from '../refusal';
import { noticeSettings, pushSubscriptions } from './schema';

/** How an account may be reached besides its inbox. */
export type Reach = {
	accountId: number;
	active: boolean;
	/** Nobody gets messages who did not ask for them. */
	message: boolean;
	quiet: Quiet;
	phoneSealed: string | null;
	/** How many of its browsers take pushes. */
	browsers: number;
};

const browsers = sql<number>`(SELECT count(*) FROM ${pushSubscriptions}
	WHERE ${pushSubscriptions.accountId} = ${accounts.id})`;

export async function reachOf(db: Db, accountIds: readonly number[]): Promise<Reach[]> {
	const rows = await db
		.select({
			accountId: accounts.id,
			active: accounts.active,
			message: noticeSettings.message,
			quietFrom: noticeSettings.quietFrom,
			quietTo: noticeSettings.quietTo,
			phoneSealed: accounts.phoneSealed,
			browsers
		})
		.from(accounts)
		.leftJoin(noticeSettings, eq(noticeSettings.accountId, accounts.id))
		.where(sql`${accounts.id} IN (SELECT value FROM json_each(${JSON.stringify(accountIds)}))`);
	return rows.map(({ message, quietFrom, quietTo, ...row }) => ({
		...row,
		message: message ?? false,
		quiet: { from: quietFrom ?? defaultQuiet.from, to: quietTo ?? defaultQuiet.to }
	}));
}

/** What the page of settings shows. */
export async function noticeChoices(db: Db, accountId: number) {
	const [reach] = await reachOf(db, [accountId]);
	if (!reach) throw new Refusal('missing', '没有这个账号');
	const { message, quiet, phoneSealed, browsers } = reach;
	return { message, quiet, hasPhone: phoneSealed !== null, browsers };
}

/** @param hook whether the town has a hook that sends messages */
export async function chooseNotices(
	db: Db,
	actor: Actor,
	input: NoticeChoice,
	hook: boolean,
	at: number
): Promise<void> {
	const accountId = signedIn(actor);
	await db.transaction(async (tx) => {
		const message = input.message === 'on';
		if (message) await refuseUnreachable(tx, accountId, hook);
		const { quietFrom, quietTo } = input;
		const row = { message, quietFrom, quietTo };
		await tx
			.insert(noticeSettings)
			.values({ accountId, ...row })
			.onConflictDoUpdate({ target: noticeSettings.accountId, set: row });
		await record(tx, actor, 'choose_notices', `account:${accountId}`, at, row);
	});
}

async function refuseUnreachable(tx: Db, accountId: number, hook: boolean) {
	const refuse = (message: string) => new Refusal('conflict', message, { message });
	if (!hook) throw refuse('本地还没有开通短信和公众号消息');
	const [phone] = await tx
		.select({ id: accounts.id })
		.from(accounts)
		.where(and(eq(accounts.id, accountId), isNotNull(accounts.phoneSealed)))
		.limit(1);
	if (!phone) throw refuse('这个账号没有手机号，收不到短信');
}

export function signedIn({ accountId }: Actor): number {
	if (accountId === null) throw new Refusal('unauthenticated', '请先登录');
	return accountId;
}
