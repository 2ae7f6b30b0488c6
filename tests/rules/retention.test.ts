import { describe, expect, it } from 'vitest';
import { retentionClasses, retentionFacts, retentionNames } from '$lib/retention/classes';
import { takedownContactDays } from '$lib/reports/takedowns';

describe('how long things are kept', () => {
	it.each(retentionNames)('%s by a standard within its bounds', (name) => {
		const { least, most, standard } = retentionFacts(name);
		expect(least).toBeGreaterThan(0);
		expect(standard).toBeGreaterThanOrEqual(least);
		expect(standard).toBeLessThanOrEqual(most);
	});

	it('is never longer than what residents were told, nor what is logged shorter than the law', () => {
		expect(retentionClasses.guest_contacts.most).toBe(30);
		expect(retentionClasses.device_marks.most).toBe(30);
		expect(retentionClasses.takedown_contacts.most).toBe(takedownContactDays);
		expect(retentionClasses.letters.least).toBeGreaterThanOrEqual(180);
	});
});
