import type { HandleClientError } from '@sveltejs/kit';
import { catchInstallPrompt } from '$lib/offline/install.svelte';

catchInstallPrompt();

/** What Chromium, Firefox and Safari say of a request that did not get through. */
const unreached = /fetch|NetworkError|Load failed|importing a module/i;

export const handleError: HandleClientError = ({ error, status, message }) => {
	if (!navigator.onLine || (error instanceof TypeError && unreached.test(error.message))) {
		return { message: '没有网络，这一页还没有存在手机里。连上网再打开。' };
	}
	return { message: status === 404 ? '没有这个页面' : message };
};
