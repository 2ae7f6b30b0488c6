import { setImmediate } from 'node:timers/promises';
import * as v from 'valibot';
import { AssignForm, DrawForm, InviteForm, NumbersForm, ReturnsForm } from '$lib/surveys/forms';
import { linesOf, readNumbers } from '$lib/surveys/numbers';
import { shutBecause } from '$lib/surveys/waves';
import { qrPath, type QrPath } from '$lib/components/qr';
import { db, means, now, seal } from '$lib/server/app';
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
import {
	drawLetters,
	letterGrids,
	recordReturns,
	type DrawnPlace
} from '$lib/server/surveys/letter-sample';
import { alreadyWritten, queueLetters, sendAgain, sendsOf } from '$lib/server/surveys/letter-sends';
import { getQuestionnaire } from '$lib/server/surveys/questionnaires';
import { readFrameFile, readNumberList } from '$lib/server/surveys/sheet';
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
		hook: means.message !== null,
		sends: wave.mode === 'invited' ? await sendsOf(db, wave.id) : null,
		letterGrids: wave.mode === 'invited' ? await letterGrids(db, wave.id) : [],
		grids: wave.mode === 'visited' ? await drawnGrids(db, wave.id) : [],
		enumerators: wave.mode === 'visited' ? await enumerators(db) : []
	};
});

const nothing = v.object({});

const drawnAtOnce = 100;

/** As they are printed, by the address that visitors know; others get their turn while codes are drawn. */
async function printed(url: URL, letters: readonly { token: string; place?: DrawnPlace }[]) {
	const drawn: { token: string; place?: DrawnPlace; link: string; qr: QrPath }[] = [];
	for (const letter of letters) {
		const link = `${url.origin}/s/${letter.token}`;
		drawn.push({ ...letter, link, qr: qrPath(link) });
		if (drawn.length % drawnAtOnce === 0) await setImmediate();
	}
	return drawn;
}

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
		const letters = await printed(
			url,
			tokens.map((token) => ({ token }))
		);
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
	letters: formAction(DrawForm, async ({ locals, params, url }: RequestEvent, plan) => {
		const drawn = await drawLetters(db, locals.actor, params.slug, plan, now());
		const letters = await printed(
			url,
			drawn.map(({ token, ...place }) => ({ token, place }))
		);
		const done = `抽中 ${drawn.length} 户。邀请码只显示这一次，请现在打印。`;
		return { done, letters };
	}),
	returns: formAction(ReturnsForm, async ({ locals, params }: RequestEvent, input) => {
		await recordReturns(db, locals.actor, params.slug, input, now());
		return { done: '退信登记好了。' };
	}),
	numbers: formAction(NumbersForm, async ({ params }: RequestEvent, { numbers: typed }, form) => {
		const list = await readNumberList(form.get('file'), typed);
		const { id } = await getWave(db, params.slug);
		const known = await alreadyWritten(db, seal, id, list.numbers);
		const numbers = list.numbers.filter((phone) => !known.has(phone));
		return { looked: { ...list, numbers, known: known.size } };
	}),
	send: formAction(NumbersForm, async ({ locals, params }: RequestEvent, input) => {
		const { numbers } = readNumbers(linesOf(input.numbers));
		const list = { numbers, hook: means.message !== null };
		const many = await queueLetters(db, seal, locals.actor, params.slug, list, now());
		return { done: `${many} 条短信排好了，调查开始以后发出。` };
	}),
	again: formAction(nothing, async ({ locals, params }: RequestEvent) => {
		const many = await sendAgain(db, locals.actor, params.slug, now());
		return { done: `${many} 条会再发一次。` };
	}),
	assign: formAction(AssignForm, async ({ locals, params }: RequestEvent, input) => {
		await assignGrid(db, locals.actor, params.slug, input, now());
		return { done: '已改派，没去过的地址归新的访问员。' };
	})
};
