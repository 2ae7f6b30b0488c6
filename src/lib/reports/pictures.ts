export type Picture = { src: string; width: number; height: number; alt: string };

/** Widths at which pictures are served; without one it is the whole picture. */
export type PictureWidth = 160 | 320 | 640;

const addressOf = (key: string, view: 'original' | 'public', width?: PictureWidth): string =>
	`/photos/${key}/${view}${width ? `?w=${width}` : ''}`;

/** For `srcset`: the whole picture, `width` pixels wide, and the smaller ones it is served as. */
export const widthsOf = (src: string, width: number): string => {
	const smaller = ([320, 640] satisfies PictureWidth[]).filter((one) => one < width);
	return [...smaller.map((one) => `${src}?w=${one} ${one}w`), `${src} ${width}w`].join(', ');
};

/** Small, for a list. */
export const thumbnail = (key: string): string => addressOf(key, 'original', 320);

/** As the public sees it, `width` pixels wide at most. */
export const publicPicture = (
	{ key, width, height }: { key: string; width: number; height: number },
	size: PictureWidth
) => ({ src: addressOf(key, 'public', size), width, height });

/** Photos as case staff see them. `what` names them for those who cannot: 「处理前」. */
export const casePictures = (
	photos: readonly { key: string; width: number; height: number }[],
	what: string,
	size?: PictureWidth
): Picture[] =>
	photos.map(({ key, width, height }, i) => ({
		src: addressOf(key, 'original', size),
		width,
		height,
		alt: photos.length > 1 ? `${what}，第 ${i + 1} 张` : what
	}));
