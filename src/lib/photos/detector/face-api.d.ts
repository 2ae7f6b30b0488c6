/* The package's own detector as it is written: its bundle also has recognition, age and mood. */
declare module 'tiny-face-detector' {
	import type { NamedTensorMap } from '@tensorflow/tfjs-core/dist/base';

	/** In shares of the picture's width and height. */
	interface RelativeBox {
		x: number;
		y: number;
		width: number;
		height: number;
	}

	export class TinyFaceDetector {
		loadFromWeightMap(weights: NamedTensorMap): void;
		locateFaces(
			picture: HTMLCanvasElement,
			options: { inputSize: number; scoreThreshold: number }
		): Promise<{ score: number; relativeBox: RelativeBox }[]>;
	}
}
