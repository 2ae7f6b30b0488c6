import * as v from 'valibot';
import { AssignForm, DrawForm, InviteForm } from '$lib/surveys/forms';
import { shutBecause } from '$lib/surveys/waves';
import { qrPath } from '$lib/components/qr';
import { db, now } from '$lib/server/app';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import {
	assignGrid,
	drawnGrids,
	drawSample,
	enumerators,
	setFrame
} from '$lib/server/surveys/frame';
import { makeInvitations } from '$lib/server/surveys/invitations';
import { getQuestionnaire } from '$lib/server/surveys/questionnaires';
import { readFrameFile } from '$lib/server/surveys/sheet';
import { closeWave, getWave, publishWave, shownWave, standingOf } from '$lib/server/surveys/waves';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async ({ params, url }: PageServerLoadEvent) => {
	const stored = await getWave(db, params.slug);
	const wave = shownWave(stored);
	const { content, version } = await getQuestionnaire(db, stored.questionnaireId);
	return {
		wave,
		shut: shutBecause(wave, now()),
		link: `${url.origin}/surveys/${wave.slug}`,
		questionnaire: { id: stored.questionnaireId, title: content.title, version },
		standing: await standingOf(db, wave),
		grids: wave.mode === 'visited' ? await drawnGrids(db, wave.id) : [],
		enumerators: wave.mode === 'visited' ? await enumerators(db) : []
	};
});

const nothing = v.object({});

export const actions: Actions = {
	publish: formAction(nothing, async ({ locals, params }: RequestEvent) => {
		await publishWave(db, locals.actor, params.slug, now());
		return { done: '调查开始了。问卷从现在起不会再变。' };
	}),
	close: formAction(nothing, async ({ locals, params }: RequestEvent) => {
		await closeWave(db, locals.actor, params.slug, now());
		return { done: '调查结束了。可以复核答卷、计算结果。' };
	}),
	invite: formAction(InviteForm, async ({ locals, params, url }: RequestEvent, { many }) => {
		const tokens = await makeInvitations(db, locals.actor, params.slug, many, now());
		const letters = tokens.map((token) => {
			const link = `${url.origin}/s/${token}`;
			return { token, link, qr: qrPath(link) };
		});
		return { done: `已生成 ${many} 封。邀请码只显示这一次，请现在打印或保存。`, letters };
	}),
	frame: formAction(nothing, async ({ locals, params }: RequestEvent, _, form) => {
		const rows = await readFrameFile(form.get('file'));
		const many = await setFrame(db, locals.actor, params.slug, rows, now());
		return { done: `已导入 ${many} 个网格的户数。` };
	}),
	draw: formAction(DrawForm, async ({ locals, params }: RequestEvent, plan) => {
		const many = await drawSample(db, locals.actor, params.slug, plan, now());
		return { done: `抽中 ${many} 户。种子 ${plan.seed} 会随结果公布，谁都可以重抽一遍。` };
	}),
	assign: formAction(AssignForm, async ({ locals, params }: RequestEvent, input) => {
		await assignGrid(db, locals.actor, params.slug, input, now());
		return { done: '已改派，没去过的地址归新的访问员。' };
	})
};
