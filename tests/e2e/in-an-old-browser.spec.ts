import { expect, testInBusyTown as test } from '../support/browser';
import { photoAt } from '../support/pictures';

const warning = /这个浏览器版本较旧：可以上报、查看和评价，但不能打开地图/;

test('where scripts of today cannot run, it says what is missing and the pages work', async ({
	phone,
	complaints
}) => {
	complaints.expect(/_app|module|MIME/i);
	await phone.addInitScript(() => {
		Reflect.deleteProperty(HTMLScriptElement.prototype, 'noModule');
	});
	// none of the site's own modules is of a kind that it takes
	await phone.route('**/_app/**/*.js', (route) =>
		route.fulfill({ contentType: 'text/plain', body: '' })
	);
	await phone.goto('/');
	await expect(phone.getByText(warning)).toBeVisible();
	await expect(phone.getByRole('heading', { level: 1 })).toContainText('身边的问题');
	await phone.getByRole('link', { name: '随手拍 · 上报问题' }).click();
	await expect(phone.getByText(warning)).toHaveCount(1);

	const photo = { name: 'a.jpg', mimeType: 'image/jpeg', buffer: await photoAt(35.58, 118.83) };
	await phone.getByLabel('相册').setInputFiles([photo]);
	await phone.getByText('环境卫生', { exact: true }).click();
	await phone.getByRole('radio', { name: /^道路不洁/ }).check();
	await phone.getByLabel('选一个最近的地点').selectOption({ label: '人民广场' });
	await phone.getByRole('button', { name: '提交' }).click();
	await expect(phone.getByText('已收到，等待文明办审核')).toBeVisible();
});

test('a browser of six years ago does all of it, and is not told that it is old', async ({
	phone
}) => {
	await phone.addInitScript(() => {
		const since2020: [object, string[]][] = [
			[Object, ['hasOwn', 'groupBy']],
			[Map, ['groupBy']],
			[Promise, ['any', 'withResolvers', 'try']],
			[Array, ['fromAsync']],
			[
				Array.prototype,
				['at', 'findLast', 'findLastIndex', 'toReversed', 'toSorted', 'toSpliced', 'with']
			],
			[String.prototype, ['at', 'replaceAll', 'isWellFormed', 'toWellFormed']],
			[Crypto.prototype, ['randomUUID']],
			[AbortSignal, ['timeout', 'any', 'abort']],
			[AbortSignal.prototype, ['throwIfAborted']],
			[Element.prototype, ['checkVisibility', 'replaceChildren', 'setHTMLUnsafe', 'moveBefore']],
			[Document.prototype, ['startViewTransition']],
			[Navigator.prototype, ['locks', 'userActivation', 'scheduling']],
			[
				window,
				[
					'structuredClone',
					'WeakRef',
					'FinalizationRegistry',
					'scheduler',
					'navigation',
					'Iterator'
				]
			]
		];
		for (const [on, names] of since2020) {
			for (const name of names) Reflect.deleteProperty(on, name);
		}
	});
	await phone.goto('/');
	await phone.getByRole('link', { name: '随手拍 · 上报问题' }).click();
	await phone
		.getByLabel('相册')
		.setInputFiles([
			{ name: 'a.jpg', mimeType: 'image/jpeg', buffer: await photoAt(35.58, 118.83) }
		]);
	await expect(phone.getByAltText('第 1 张照片')).toBeVisible();
	await phone.getByLabel('按词查找类别').fill('垃圾桶');
	await phone.getByLabel('垃圾桶满溢、脏污').click();
	await phone.getByLabel(/选一个附近的地点/).selectOption({ label: '体育公园' });
	await phone.getByRole('button', { name: '提交' }).click();
	await expect(phone.getByRole('heading', { name: /垃圾桶满溢、脏污/ })).toBeVisible();
	await phone.getByRole('link', { name: '公开', exact: true }).click();
	await phone.getByRole('button', { name: '打开地图' }).click();
	await expect(phone.getByRole('button', { name: '放大', exact: true })).toBeVisible();
	await expect(phone.getByText(warning)).toHaveCount(0);
});
