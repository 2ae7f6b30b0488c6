/** Where the parts of a poster are found; a picture's address changes with the picture. */
export const pictureOf = (
	{ slug, picture }: { slug: string; picture: string | null },
	width?: 320 | 640
): string =>
	`/posters/${slug}/picture?v=${picture?.slice(0, 8) ?? ''}${width ? `&w=${width}` : ''}`;
