import Database from 'libsql';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
	filterWords,
	lampOf,
	readFilter,
	standings,
	writeFilter
} from '../../src/lib/reports/filter';
import { bigrams, matchAny, distinctWords, matchFor } from '../../src/lib/reports/search';

let index: InstanceType<typeof Database>;
beforeAll(() => {
	index = new Database(':memory:');
	index.exec(
		`CREATE VIRTUAL TABLE texts USING fts5(words, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 0")`
	);
});
afterAll(() => index.close());

/** Whether what was typed finds this text in a real index. */
function finds(text: string, match: string | null): boolean {
	if (match === null) return false;
	index
		.prepare('INSERT OR REPLACE INTO texts (rowid, words) VALUES (1, ?)')
		.run(bigrams(text).join(' '));
	return index.prepare('SELECT rowid FROM texts WHERE texts MATCH ?').all(match).length > 0;
}

const chinese = fc.stringMatching(/^[一二三人民路口垃圾桶满了，。 ]{2,30}$/);
const between = (text: string, length: number) =>
	fc.nat(Math.max(0, text.length - length)).map((at) => text.slice(at, at + length));

describe('whatever is typed', () => {
	it('is a question that the index understands', () => {
		const typed = fc.oneof(
			fc.string({ unit: 'binary', maxLength: 150 }),
			fc.string({ unit: fc.constantFrom('"', "'", '*', '(', ')', 'AND', 'NOT', ' NEAR ', '^', '路', '-', ':', '+', '\0', '\uE000', '😀', 'words') }) // prettier-ignore
		);
		fc.assert(
			fc.property(typed, (text) => {
				expect(() => finds('人民路口', matchFor(text))).not.toThrow();
			}),
			{ numRuns: 500 }
		);
	});

	it.each(['', '   ', '😀', '"*()-', '，。'])('but nothing in %j is looked for', (typed) => {
		expect(matchFor(typed)).toBeNull();
	});
});

describe('a text', () => {
	it('is found by any two characters and any one of it, and by any length', () => {
		const part = chinese.chain((text) =>
			fc
				.integer({ min: 1, max: 8 })
				.chain((length) => between(text, length).map((typed) => ({ text, typed })))
		);
		fc.assert(
			fc.property(part, ({ text, typed }) => {
				fc.pre(/[^，。 ]/.test(typed));
				expect(finds(text, matchFor(typed))).toBe(true);
			}),
			{ numRuns: 500 }
		);
	});

	it('is not found by what does not stand in it', () => {
		const pair = fc.tuple(chinese, fc.stringMatching(/^[一二三人民路口垃圾桶满了]{1,4}$/));
		fc.assert(
			fc.property(pair, ([text, typed]) => {
				expect(finds(text, matchFor(typed))).toBe(text.includes(typed));
			}),
			{ numRuns: 500 }
		);
	});

	it.each([
		['人民路12号ABC超市', 'abc'],
		['人民路12号ABC超市', '12号'],
		['ＡＢＣ超市', 'abc超市'],
		['编号 7K3F-9QXM', '7k3f9qxm'],
		['编号 7K3F-9QXM', '7K3F 9QXM'],
		['ｶﾒﾗ坏了', 'カメラ']
	])('%j is found by %j', (text, typed) => {
		expect(finds(text, matchFor(typed))).toBe(true);
	});

	it('is found by any one of its words', () => {
		expect(finds('楼下有垃圾', matchAny(distinctWords('门口的垃圾')))).toBe(true);
		expect(finds('楼下有垃圾', matchAny(distinctWords('路灯坏了')))).toBe(false);
	});
});

describe('a filter', () => {
	it('is the same after it was an address', () => {
		const address =
			'q=%E4%BA%BA%E6%B0%91&in=handling&grid=A01&unit=HW&category=traffic&lamp=red&from=2026-01-01&to=2026-01-31&urgent=1&repeat=1&sort=pressing';
		expect(writeFilter(readFilter(new URLSearchParams(address)))).toBe(
			writeFilter(
				readFilter(new URLSearchParams(writeFilter(readFilter(new URLSearchParams(address)))))
			)
		);
		expect(Object.fromEntries(new URLSearchParams(address))).toEqual(
			Object.fromEntries(new URLSearchParams(writeFilter(readFilter(new URLSearchParams(address)))))
		);
	});

	it('leaves out what makes no sense', () => {
		const nonsense = `in=nowhere&grid=${'x'.repeat(50)}&category=no&lamp=blue&from=2026-02-31&urgent=yes&sort=x`;
		expect(writeFilter(readFilter(new URLSearchParams(nonsense)))).toBe('');
	});

	it('has a name of its own words', () => {
		const filter = readFilter(new URLSearchParams('q=垃圾&in=handling&lamp=red&urgent=1'));
		expect(filterWords(filter)).toBe('垃圾 办理中 红灯 紧急');
	});

	it('can ask for any state', () => {
		expect(standings.map(({ label }) => label)).toEqual(
			expect.arrayContaining(['待受理', '已结案', '所有未办结', '待派遣（已立案、已退回）'])
		);
		expect(new Set(standings.map(({ value }) => value)).size).toBe(standings.length);
	});
});

describe('a lamp', () => {
	it.each([
		[{ dueAt: null, dueSoonAt: null }, null],
		[{ dueAt: 100, dueSoonAt: 75 }, 'yellow'],
		[{ dueAt: 100, dueSoonAt: 90 }, 'green'],
		[{ dueAt: 80, dueSoonAt: 60 }, 'red']
	])('of %j at 80 is %s', (clock, lamp) => {
		expect(lampOf(clock, 80)).toBe(lamp);
	});
});
