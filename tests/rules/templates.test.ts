import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import {
	factsFor,
	fillTemplate,
	fits,
	NewTemplate,
	placeholders,
	unknownPlaceholders
} from '../../src/lib/reports/templates';
import { garbage } from '../support/factories';

const report = { code: '7K3F-9QXM', category: garbage, placeName: '青禾大街', address: '' };

describe('a template', () => {
	it('has the facts of the case in their places', () => {
		const words = placeholders.map((name) => `{${name}}`).join('，');
		expect(fillTemplate(words, factsFor(report, '环卫服务中心'))).toBe(
			'7K3F-9QXM，暴露垃圾，青禾大街，环卫服务中心，4工作时'
		);
	});

	it('speaks in general of what the case does not have', () => {
		const facts = factsFor({ ...report, placeName: '', category: 'conduct.dog' }, null);
		expect(fillTemplate('请{单位}到{地点}，{时限}内办', facts)).toBe(
			'请责任单位到上报的地点，规定时限内办'
		);
	});

	it('is refused when it names what no case has, and says what it may name', () => {
		expect(unknownPlaceholders('{编号}{姓名}{')).toEqual(['{姓名}', '{']);
		const given = { name: '甲', action: 'reject', category: '' };
		const refused = v.safeParse(NewTemplate, { ...given, words: '请问{姓名}' });
		expect(refused.issues?.[0].message).toMatch(/不认识 \{姓名\}.*\{编号\}/);
		expect(v.is(NewTemplate, { ...given, words: '{编号}已收到' })).toBe(true);
		expect(v.is(NewTemplate, { ...given, action: 'void', words: '好' })).toBe(false);
		expect(v.is(NewTemplate, { ...given, category: 'nothing', words: '好' })).toBe(false);
	});

	it('is for all, for a group or for one category', () => {
		const where = { category: garbage, group: 'sanitation' };
		const which = ['', 'sanitation', garbage, 'traffic'].map((category) =>
			fits({ category }, where)
		);
		expect(which).toEqual([true, true, true, false]);
	});
});
