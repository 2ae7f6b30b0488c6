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
