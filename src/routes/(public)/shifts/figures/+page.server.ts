import { page } from '$lib/server/http/page';
import { monthInWords } from '$lib/volunteering/hours-words';
import { postKinds } from '$lib/volunteering/posts';
import { todaysFigures } from './figures';

export const load = page(async () => {
	const { months, posts, ...rest } = await todaysFigures();
	return {
		...rest,
		months: months.map(({ month, ...figures }) => ({ name: monthInWords(month), ...figures })),
		posts: posts.map(({ post, kind, ...figures }) => ({
			name: `${post}（${postKinds[kind]}）`,
			...figures
		}))
	};
});
