import { Refusal } from '../refusal';

const mostParts = 100;
const longestEcho = 4_000;

/**
 * Reads a form body, which may be none. Parts are counted before they are parsed: hundreds of
 * thousands of small ones would hold up everyone else.
 * @throws Refusal('invalid') with more parts than any form of ours has
 */
export async function readForm(request: Request): Promise<FormData> {
	const type = request.headers.get('content-type') ?? '';
	const body = Buffer.from(await request.arrayBuffer());
	const boundary = /boundary="?([^";]+)/.exec(type)?.[1];
	const mark = Buffer.from(boundary ? `--${boundary}` : '&');
	let parts = 0;
	for (let at = body.indexOf(mark); at >= 0; at = body.indexOf(mark, at + mark.length)) {
		if (++parts > mostParts) throw new Refusal('invalid', '表单的内容太多');
	}
	try {
		return await new Response(body, { headers: { 'content-type': type } }).formData();
	} catch {
		return new FormData();
	}
}

/** What was typed, by the names of the fields; files are left out. */
export function typed(form: FormData): Record<string, string> {
	const values: Record<string, string> = {};
	for (const [name, value] of form) if (typeof value === 'string') values[name] = value;
	return values;
}

/** What was typed, to fill the form again; never passwords, never more than a form can hold. */
export function echo(values: Record<string, string>): Record<string, string> {
	return Object.fromEntries(
		Object.entries(values)
			.filter(([name]) => name !== 'password')
			.map(([name, value]) => [name, value.slice(0, longestEcho)])
	);
}
