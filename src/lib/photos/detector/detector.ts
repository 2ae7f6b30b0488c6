import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm/dist/base';
import plain from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.wasm?url';
import simd from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm?url';
import weightsAddress from '@vladmandic/face-api/model/tiny_face_detector_model.bin?url';
import manifest from '@vladmandic/face-api/model/tiny_face_detector_model-weights_manifest.json';
import { TinyFaceDetector } from 'tiny-face-detector';
import { withoutTwins, type FoundFace } from '../face-boxes';
import type { Box } from '../mask';
import { io, setBackend } from './tensors';

setWasmPaths({
	'tfjs-backend-wasm.wasm': plain,
	'tfjs-backend-wasm-simd.wasm': simd,
	// needs memory shared between threads, which no page of this site has
	'tfjs-backend-wasm-threaded-simd.wasm': simd
});

/**
 * The picture is looked at scaled to these squares (multiples of 32): in the first a close face is not
 * too large for the network, in the second one across the street not too small.
 */
const looks = [416, 1024];
/** Low, because a person looks at each: a wrong box costs a tap, a face not found costs more. */
const scoreThreshold = 0.3;

/** @param onProgress told the share done, 0..1 */
export type Detect = (
	picture: HTMLCanvasElement,
	onProgress: (share: number) => void
) => Promise<Box[]>;

/** Downloads the network and sets it up. Throws when the browser cannot run it or the network is away. */
export async function loadDetector(): Promise<Detect> {
	const [weights] = await Promise.all([download(weightsAddress), useWasm()]);
	const detector = new TinyFaceDetector();
	const specs = manifest.flatMap((group) => group.weights) as io.WeightsManifestEntry[];
	detector.loadFromWeightMap(io.decodeWeights(weights, specs));
	return async (picture, onProgress) => {
		const found: FoundFace[] = [];
		for (const [index, inputSize] of looks.entries()) {
			const faces = await detector.locateFaces(picture, { inputSize, scoreThreshold });
			for (const { score, relativeBox } of faces) {
				const { x, y, width, height } = relativeBox;
				found.push({ score, box: { x, y, w: width, h: height } });
			}
			onProgress((index + 1) / looks.length);
			// the page draws its progress before the next look holds it up
			await new Promise((resolve) => setTimeout(resolve));
		}
		return withoutTwins(found);
	};
}

async function useWasm() {
	if (await setBackend('wasm')) return;
	// tfjs does not tell a phone that cannot from a network that does not
	await fetch(plain, { method: 'HEAD' });
	throw new Error('no WebAssembly');
}

async function download(address: string): Promise<ArrayBuffer> {
	const response = await fetch(address);
	if (!response.ok) throw new Error(`${address} answered ${response.status}`);
	return response.arrayBuffer();
}
