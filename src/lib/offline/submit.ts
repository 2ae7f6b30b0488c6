import {
	arrivalOf,
	enqueue,
	findUnsent,
	KeyTaken,
	onOutboxChange,
	type New,
	type Unsent
} from './outbox';
import { linkOf, putPhoto, putWords, type Outcome } from './send';
import { askToKeep, sendNow, sendWhenGone } from './wake';

/** How far it is: requests done, of how many. */
export type Progress = { done: number; of: number };

export type Submitted =
	/** `earlier`: in the words from before they were mended; `said`: what the server says of it. */
	| { kind: 'arrived'; link: string; earlier: boolean; said?: string }
	| { kind: 'refused'; message: string; fields: Record<string, string> }
	/** In the outbox, to be sent when it can be. */
	| { kind: 'waits' }
	/** Nowhere but in this page: the browser keeps nothing and the server is out of reach. */
	| { kind: 'unsent'; message: string };

const patience = 20_000;

/**
 * Queues it and sends it; where the browser keeps nothing, sends it from here.
 * @throws KeyTaken
 */
export async function submit(
	item: New,
	onProgress: (progress: Progress) => void
): Promise<Submitted> {
	try {
		await enqueue(item);
	} catch (problem) {
		if (problem instanceof KeyTaken) throw problem;
		return sendFromHere(item, onProgress);
	}
	const outcome = await outcomeOf(item.key, sendNow(), onProgress);
	// not sooner: some browsers put the question to the resident
	if (outcome.kind === 'waits') void Promise.all([askToKeep(), sendWhenGone()]);
	return outcome;
}

/** Watches an item until it has arrived, was refused, could not go, or has taken long enough. */
function outcomeOf(
	key: string,
	sending: Promise<void>,
	onProgress: (progress: Progress) => void
): Promise<Submitted> {
	return new Promise((resolve) => {
		const look = async () => {
			const item = await findUnsent(key);
			if (item) {
				onProgress(progressOf(item));
				if (item.refusal) end({ kind: 'refused', ...item.refusal });
				return;
			}
			const arrived = await arrivalOf(key);
			if (arrived) end({ kind: 'arrived', ...arrived });
		};
		const stopListening = onOutboxChange(() => void look());
		const timer = setTimeout(() => end({ kind: 'waits' }), patience);
		const end = (outcome: Submitted) => {
			clearTimeout(timer);
			stopListening();
			resolve(outcome);
		};
		// whatever was tried is done, and it may still be there
		const waits = () => end({ kind: 'waits' });
		void sending.then(look).then(waits, waits);
	});
}

export const progressOf = ({ accepted, photosSent, photos }: Unsent): Progress => ({
	done: accepted ? photosSent + 1 : 0,
	of: photos.length + 1
});

const pauses = [1_000, 3_000, 9_000];

async function sendFromHere(
	item: New,
	onProgress: (progress: Progress) => void
): Promise<Submitted> {
	const send = (path: string, init: RequestInit) => fetch(path, init);
	const of = item.photos.length + 1;
	const body = JSON.stringify({ ...item.fields, photos: item.photos.length });
	const words = await insist(() => putWords(send, item, body));
	if (words.kind !== 'stored') return notStored(words);
	for (const n of item.photos.keys()) {
		onProgress({ done: n + 1, of });
		const photo = await insist(() => putPhoto(send, item, n));
		if (photo.kind !== 'stored') return notStored(photo);
	}
	return { kind: 'arrived', link: linkOf(words.answer, item.form.at), earlier: false };
}

async function insist(request: () => Promise<Outcome>): Promise<Outcome> {
	for (const pause of pauses) {
		const outcome = await request();
		if (outcome.kind === 'stored' || outcome.kind === 'refused') return outcome;
		await new Promise((resolve) =>
			setTimeout(resolve, outcome.kind === 'wait' ? outcome.ms : pause)
		);
	}
	return request();
}

function notStored(outcome: Exclude<Outcome, { kind: 'stored' }>): Submitted {
	if (outcome.kind === 'refused') return outcome;
	return {
		kind: 'unsent',
		message: '没有发出去：连不上服务器。请不要关闭本页，有网络时再点提交。'
	};
}
