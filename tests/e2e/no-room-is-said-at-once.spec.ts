import { expect, test } from '../support/browser';
import { fillReport, submitReport } from '../support/reporting';

const phones = [
	{
		what: 'a browser without IndexedDB',
		script: () => Object.defineProperty(window, 'indexedDB', { value: undefined }),
		said: /不能把内容存在手机里/
	},
	{
		what: 'a private mode that opens a database and refuses to write',
		script: () => {
			IDBObjectStore.prototype.put = () => {
				throw new DOMException('no', 'InvalidStateError');
			};
			IDBObjectStore.prototype.add = IDBObjectStore.prototype.put;
		},
		said: /不能把内容存在手机里/
	},
	{
		what: 'a phone whose storage is full',
		script: () => {
			navigator.storage.estimate = () => Promise.resolve({ quota: 100e6, usage: 99e6 });
			IDBObjectStore.prototype.add = () => {
				throw new DOMException('full', 'QuotaExceededError');
			};
		},
		said: /手机存储快满了/
	}
];

for (const { what, script, said } of phones) {
	test(`${what}: said before a word is typed, and the report is sent all the same`, async ({
		phone
	}) => {
		await phone.addInitScript(script);
		await phone.goto('/reports/new');
		await expect(phone.getByText(said)).toBeVisible();
		await expect(phone.getByLabel('说几句（选填）')).toHaveValue('');
		await fillReport(phone, 1);
		await submitReport(phone);
		await expect(phone.getByText('已收到，等待文明办审核')).toBeVisible();
		await expect(phone.getByAltText('上报时的照片')).toHaveCount(1);
	});
}

test('with room enough nothing is said', async ({ phone }) => {
	await phone.goto('/reports/new');
	await fillReport(phone, 1);
	await expect(phone.getByText(/存在手机里|存储快满了/)).toHaveCount(0);
});
