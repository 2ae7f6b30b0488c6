/** Longer than this and some browsers fall silent in the middle. */
const breath = 120;

/** What is not part of the text, or is there to be worked with rather than read. */
const silent =
	'nav, form:not([data-aloud]), button, .button, select, textarea, script, style, noscript, svg, [hidden], [aria-hidden="true"], [data-silent]';
const ownLine =
	'address, article, dd, div, dt, figcaption, figure, h1, h2, h3, h4, header, legend, li, p, section, small, summary, td, th, time, tr';

/** The text of a page as one would read it out, one sentence after another. */
export function sentencesOf(root: Element): string[] {
	let text = '';
	const visit = (node: Node) => {
		if (node instanceof Text) text += node.data.replace(/\s+/g, ' ');
		if (!(node instanceof Element) || node.matches(silent)) return;
		if (node instanceof HTMLImageElement) text += node.alt && `\n图片：${node.alt}\n`;
		const children =
			node instanceof HTMLDetailsElement && !node.open
				? node.querySelectorAll(':scope > summary')
				: node.childNodes;
		const separate = node.matches(ownLine);
		if (separate) text += '\n';
		children.forEach(visit);
		if (separate) text += '\n';
	};
	visit(root);
	return split(text);
}

/** Sentences of at most a breath, cut at full stops, else at commas, else anywhere. */
export function split(text: string): string[] {
	// matched rather than split after: not every Safari knows a look behind
	return pieces(text, /[^\n。！？；!?;]+[。！？；!?;]*/g)
		.flatMap((part) => (part.length > breath ? pieces(part, /[^，、,：]+[，、,：]*/g) : [part]))
		.flatMap((part) => pieces(part, new RegExp(`.{1,${breath}}`, 'g')))
		.map((part) => part.trim())
		.filter((part) => /[\p{L}\p{N}]/u.test(part));
}

const pieces = (text: string, piece: RegExp): string[] => text.match(piece) ?? [];

export type Reading = { pause: () => void; resume: () => void; stop: () => void };

/**
 * Reads the sentences out in Mandarin, one utterance each. Pausing is ours: on Android the
 * browser's own pause ends the utterance.
 */
export function readAloud(sentences: string[], onend: (failed: boolean) => void): Reading {
	const voices = speechSynthesis.getVoices();
	const voice = voices.find(({ lang }) => /^(zh[-_]CN|cmn)/i.test(lang));
	let next = 0;
	// what was begun before a pause or a stop must not go on after it
	let turn = 0;

	function speak() {
		const mine = ++turn;
		const sentence = sentences[next];
		if (sentence === undefined) return onend(false);
		const utterance = new SpeechSynthesisUtterance(sentence);
		utterance.lang = 'zh-CN';
		utterance.rate = 0.9;
		if (voice) utterance.voice = voice;
		utterance.onend = () => {
			if (mine !== turn) return;
			next += 1;
			speak();
		};
		utterance.onerror = () => {
			if (mine === turn) onend(true);
		};
		speechSynthesis.speak(utterance);
	}
	function silence() {
		turn += 1;
		speechSynthesis.cancel();
	}

	silence();
	speak();
	return { pause: silence, resume: speak, stop: silence };
}
