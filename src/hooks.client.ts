import type { HandleClientError } from '@sveltejs/kit';
import { catchInstallPrompt } from '$lib/offline/install.svelte';

/**
 * What the oldest browsers that the build is made for (vite.config.ts) lack of what our frameworks
 * call, no more than that much of it.
 */
lend(Object, 'hasOwn', (object: object, name: PropertyKey) =>
	Object.prototype.hasOwnProperty.call(object, name)
);
lend(Array.prototype, 'at', function (this: unknown[], index: number) {
	return this[index < 0 ? this.length + index : index];
});
lend(String.prototype, 'replaceAll', function (this: string, old: string | RegExp, by: string) {
	return typeof old === 'string' ? this.split(old).join(by) : this.replace(old, by);
});

function lend(to: object, name: string, value: unknown) {
	if (!(name in to)) Object.defineProperty(to, name, { value, configurable: true, writable: true });
}

catchInstallPrompt();

/** What Chromium, Firefox and Safari say of a request that did not get through. */
const unreached = /fetch|NetworkError|Load failed|importing a module/i;

export const handleError: HandleClientError = ({ error, status, message }) => {
	if (!navigator.onLine || (error instanceof TypeError && unreached.test(error.message))) {
		return { message: '没有网络，这一页还没有存在手机里。连上网再打开。' };
	}
	return { message: status === 404 ? '没有这个页面' : message };
};
