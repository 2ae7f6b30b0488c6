import { tick } from 'svelte';
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import { deserialize } from '$app/forms';
import { invalidateAll } from '$app/navigation';
import { uuidv7 } from 'uuidv7';
import { orderWords, undoMs, type OrderAction, type Ordered } from '$lib/reports/orders';
import type { DeskLine } from '$lib/reports/queues';
import { takenWords, type Take } from '$lib/reports/takes';
import type { deskCase } from '$lib/server/reports/queries/desk';

export type OpenCase = Awaited<ReturnType<typeof deskCase>> & { now: number };

type Placed = {
	key: string;
	id: Promise<number | null>;
	code: string;
	words: string;
	until: number;
};

/** How long a report that was loaded ahead may be shown, milliseconds. */
const freshMs = 20_000;
const closing: readonly OrderAction[] = ['note', 'reject', 'merge'];
/** A report that is only passed by is not taken. */
const dwellMs = 400;

/** What goes on between the list, the open report and the server while a queue is worked through. */
export class TriageDesk {
	/** Code of the open report. */
	code = $state<string | null>(null);
	#file = $state.raw<OpenCase | null>(null);
	take = $state.raw<Take>(null);
	said = $state('');
	refused = $state(false);
	placed = $state.raw<Placed[]>([]);
	/** Ordered here, though the list may not know it yet. */
	gone = new SvelteMap<string, true>();

	/** Of those, what is no longer to be merged into; undone, it is again. */
	readonly #closing = new SvelteSet<string>();
	readonly #lines: () => DeskLine[];
	readonly #ahead = new SvelteMap<string, { at: number; file: Promise<OpenCase> }>();
	#sending: Promise<unknown> = Promise.resolve();
	#dwell: ReturnType<typeof setTimeout> | undefined;

	constructor(lines: () => DeskLine[]) {
		this.#lines = lines;
	}

	get lines(): DeskLine[] {
		return this.#lines().filter(({ code }) => !this.gone.has(code));
	}

	/** The open report; what was loaded ahead may not know what was ordered since. */
	get file(): OpenCase | null {
		const file = this.#file;
		return file && { ...file, nearby: file.nearby.filter(({ code }) => !this.#closing.has(code)) };
	}

	say(said: string, refused = false) {
		this.said = said;
		this.refused = refused;
	}

	async open(code: string | null): Promise<void> {
		clearTimeout(this.#dwell);
		this.code = code;
		this.#file = null;
		this.take = null;
		if (code === null) return;
		try {
			const file = await this.#load(code);
			if (this.code !== code) return;
			this.#file = file;
			this.take = file.take;
		} catch {
			if (this.code === code) this.say('这件没有打开，请检查网络后再试', true);
			return;
		}
		this.#dwell = setTimeout(() => void this.hold(false), dwellMs);
		const next = this.#beside(code, 1);
		if (next) this.#load(next.code).then(lookAhead, () => this.#ahead.delete(next.code));
		await tick();
	}

	/** Opens the next or the one before. */
	async move(by: 1 | -1): Promise<void> {
		const there = this.code === null ? this.lines[0] : this.#beside(this.code, by);
		if (there) await this.open(there.code);
		else this.say(by > 0 ? '后面没有了' : '已经是第一件');
	}

	#beside(code: string, by: 1 | -1): DeskLine | undefined {
		const { lines } = this;
		const at = lines.findIndex((line) => line.code === code);
		return at < 0 ? undefined : lines[at + by];
	}

	/** Loads the open report anew, after something was changed on it. */
	async reload(): Promise<void> {
		const { code } = this;
		if (code === null) return;
		this.#ahead.delete(code);
		const file = await this.#load(code);
		if (this.code === code) this.#file = file;
	}

	#load(code: string): Promise<OpenCase> {
		const known = this.#ahead.get(code);
		if (known && Date.now() - known.at < freshMs) return known.file;
		const file = fetch(`/admin/triage/${code}`).then((answer) => {
			if (!answer.ok) throw new Error(String(answer.status));
			return answer.json() as Promise<OpenCase>;
		});
		this.#ahead.set(code, { at: Date.now(), file });
		file.catch(() => this.#ahead.delete(code));
		return file;
	}

	/** Has the open report in hand; `over`: also when a colleague has it. */
	async hold(over: boolean): Promise<void> {
		const { code } = this;
		if (code === null) return;
		const answer = await fetch(`/admin/triage/${code}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ over })
		}).catch(() => null);
		if (!answer?.ok || this.code !== code) return;
		this.take = ((await answer.json()) as { take: Take }).take;
		if (over) this.say('已接手，现在由您办理');
	}

	/** Orders it for the open report and goes on to the next, without waiting for the answer. */
	async order(ordered: Ordered): Promise<void> {
		const { code, take } = this;
		if (code === null) return;
		if (take && !take.mine) return this.say(takenWords(take.name), true);
		const next = this.#nextFree(code);
		const words = orderWords(ordered);
		const key = uuidv7();
		this.gone.set(code, true);
		if (closing.includes(ordered.action)) this.#closing.add(code);
		this.#ahead.delete(code);
		this.say(`已下达 ${code}：${words}。10 秒内可撤销。`);
		const id = this.#send('place', {
			key,
			codes: code,
			stay: 'on',
			action: ordered.action,
			...fields(ordered.input)
		}).then((answer) => this.#answered(code, words, answer));
		const until = Date.now() + undoMs;
		this.placed = [{ key, id, code, words, until }, ...this.placed].slice(0, 20);
		await this.open(next?.code ?? null);
	}

	#nextFree(code: string): DeskLine | undefined {
		const { lines } = this;
		const at = lines.findIndex((line) => line.code === code);
		const behind = [...lines.slice(at + 1), ...lines.slice(0, Math.max(at, 0))];
		return behind.find(({ take }) => !take || take.mine);
	}

	#answered(code: string, words: string, answer: Answer): number | null {
		if (answer.data?.placed) return answer.data.placed.id;
		this.gone.delete(code);
		this.#closing.delete(code);
		this.placed = this.placed.filter((placed) => placed.code !== code);
		this.say(`${code} 没有${words}：${answer.data?.problem?.message ?? '请检查网络后再试'}`, true);
		return null;
	}

	/** Takes the last order back and opens its report again. */
	async undo(): Promise<void> {
		const last = this.placed.find(({ until }) => Date.now() < until);
		if (!last) return this.say('没有可以撤销的了');
		this.placed = this.placed.filter((placed) => placed !== last);
		const id = await last.id;
		if (id === null) return;
		const answer = await this.#send('undo', { order: String(id) });
		if (answer.type !== 'success') {
			return this.say(answer.data?.problem?.message ?? '没有撤销，请检查网络', true);
		}
		this.#closing.delete(last.code);
		this.say(`已撤销 ${last.code}：${last.words}`);
		await this.refresh();
		await this.open(last.code);
	}

	/** The list anew from the server, which knows by now what was ordered before. */
	async refresh(): Promise<void> {
		await this.#sending;
		const before = [...this.gone.keys()];
		await invalidateAll();
		for (const code of before) this.gone.delete(code);
	}

	// one after the other, so that what is undone was placed
	#send(action: 'place' | 'undo', values: Record<string, string>): Promise<Answer> {
		const sent = this.#sending.then(() => post(action, values));
		this.#sending = sent;
		return sent;
	}
}

type Answer = {
	type: string;
	data?: { placed?: { id: number }; problem?: { message: string } };
};

async function post(action: string, values: Record<string, string>): Promise<Answer> {
	try {
		const answer = await fetch(`/admin/orders?/${action}`, {
			method: 'POST',
			headers: { 'x-sveltekit-action': 'true' },
			body: new URLSearchParams(values)
		});
		return deserialize(await answer.text()) as Answer;
	} catch {
		return { type: 'error' };
	}
}

const fields = (input: Record<string, string | number | boolean>): Record<string, string> =>
	Object.fromEntries(
		Object.entries(input).map(([name, value]) => [name, value === true ? 'on' : String(value)])
	);

// so that it is there when the report is opened
function lookAhead({ photos }: OpenCase): void {
	for (const { key } of photos.slice(0, 2)) new Image().src = `/photos/${key}/original`;
}
