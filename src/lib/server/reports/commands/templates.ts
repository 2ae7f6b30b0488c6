import { eq } from 'drizzle-orm';
import type { InferOutput } from 'valibot';
import type { Actor } from '../../../accounts/roles';
import type { ChangeTemplate, NewTemplate } from '../../../reports/templates';
import { record } from '../../audit/record';
import type { Db } from '../../db';
import { Refusal } from '../../refusal';
import { replyTemplates } from '../desk-schema';

/** @throws Refusal('forbidden') for all but moderators and supervisors */
export function mustManageTemplates(actor: Actor): void {
	if (actor.role !== 'moderator' && actor.role !== 'supervisor') {
		throw new Refusal('forbidden', '只有值守员和督导员可以管理答复模板');
	}
}

export async function addTemplate(
	db: Db,
	actor: Actor,
	input: InferOutput<typeof NewTemplate>,
	at: number
): Promise<number> {
	mustManageTemplates(actor);
	return db.transaction(async (tx) => {
		const [row] = await tx
			.insert(replyTemplates)
			.values(input)
			.returning({ id: replyTemplates.id });
		await record(tx, actor, 'add_template', `template:${row!.id}`, at, { action: input.action });
		return row!.id;
	});
}

export async function changeTemplate(
	db: Db,
	actor: Actor,
	{ id, active, ...input }: InferOutput<typeof ChangeTemplate>,
	at: number
): Promise<void> {
	mustManageTemplates(actor);
	await db.transaction(async (tx) => {
		const changed = await tx
			.update(replyTemplates)
			.set({ ...input, active: active === 'on' })
			.where(eq(replyTemplates.id, id))
			.returning({ id: replyTemplates.id });
		if (changed.length === 0) throw new Refusal('missing', '没有这个模板');
		await record(tx, actor, 'change_template', `template:${id}`, at, { active: active === 'on' });
	});
}
