/** An archive of others, known to the byte, and what is taken out of it. */
export interface PinnedArchive {
  /** Of a Python wheel, which is a ZIP file. */
  readonly address: string;
  readonly bytes: number;
  /** In hex. */
  readonly sha256: string;
  /** File in the archive → its name here. */
  readonly members: Readonly<Record<string, string>>;
}

/**
 * FFmpeg's program by platform and processor, as Node names them: the wheels of imageio-ffmpeg 0.8.1. Addresses, sizes
 * and hashes are those that the Python Package Index states; for each wheel the hash was also computed from the file.
 */
export const FFMPEG_ARCHIVES: Readonly<Record<string, PinnedArchive>> = {
  'linux-x64': {
    address:
      'https://files.pythonhosted.org/packages/de/0f/49292fbef69ee10ebcf97bb741602521caafcc6966d5fa1a2b868cc15655/imageio_ffmpeg-0.8.1-py3-none-manylinux_2_28_x86_64.whl',
    bytes: 67_998_402,
    sha256: '050d6850601c3b3890bd2b28306f3b842b3daea390a561101174375a1c460bda',
    members: { 'imageio_ffmpeg/binaries/ffmpeg-linux-x86_64-v9.0.2': 'ffmpeg' },
  },
  'linux-arm64': {
    address:
      'https://files.pythonhosted.org/packages/53/02/e139e53a71f33f728cb2ce6c1124edc29e4c008427923f01a4d37f9a1867/imageio_ffmpeg-0.8.1-py3-none-manylinux_2_28_aarch64.whl',
    bytes: 60_956_631,
    sha256: 'fad3176f859b25869e60a8ed79957d4e3ed74a97a95e5f0cdcb91455f6c6d00e',
    members: { 'imageio_ffmpeg/binaries/ffmpeg-linux-aarch64-v9.0.2': 'ffmpeg' },
  },
  'darwin-x64': {
    address:
      'https://files.pythonhosted.org/packages/da/24/2c3a7c69453bfb8374ddbbb5007346bad4a4247bc86882f3521cd615f929/imageio_ffmpeg-0.8.1-py3-none-macosx_10_13_x86_64.whl',
    bytes: 26_974_382,
    sha256: '9538a10e598257263b5de1a1c1b86e7603417bc219245b1e279b452e5e48cc20',
    members: { 'imageio_ffmpeg/binaries/ffmpeg-macos-x86_64-v9.0.2': 'ffmpeg' },
  },
  'darwin-arm64': {
    address:
      'https://files.pythonhosted.org/packages/2b/47/9f9b654f853598bae0850fa22bba168103e45d31b5a2a893ed474f28d54a/imageio_ffmpeg-0.8.1-py3-none-macosx_12_0_arm64.whl',
    bytes: 22_625_474,
    sha256: '5636d691e36e5274b13fe38182b1f627b2e35dcecc63944012c2470f9484fc45',
    members: { 'imageio_ffmpeg/binaries/ffmpeg-macos-aarch64-v9.0': 'ffmpeg' },
  },
  'win32-x64': {
    address:
      'https://files.pythonhosted.org/packages/82/0c/a1d49f3dd2688bd750b4986f8e271ad11f8e729a896070ea25f587b44da8/imageio_ffmpeg-0.8.1-py3-none-win_amd64.whl',
    bytes: 38_893_483,
    sha256: 'f27ca4cb85e2d4946deedbce1a81245dfd942a2bcf94b53676fb3956aa95bf1b',
    members: { 'imageio_ffmpeg/binaries/ffmpeg-win-x86_64-v9.0.2.exe': 'ffmpeg.exe' },
  },
  'win32-arm64': {
    address:
      'https://files.pythonhosted.org/packages/ee/39/ab95a2afd202772a69aab1fa5015f13b038f289c8617242cc5eebd0ec0e1/imageio_ffmpeg-0.8.1-py3-none-win_arm64.whl',
    bytes: 37_499_681,
    sha256: '0b7079e63dc34f97e43db5a5b7b9efb85edc1c6623313e0a4a17ebc7c2ce7a51',
    members: { 'imageio_ffmpeg/binaries/ffmpeg-win-aarch64-v9.0.1.exe': 'ffmpeg.exe' },
  },
};

/** The release of ONNX Runtime that the CUDA provider belongs to; onnxruntime-node must be the same. */
export const CUDA_PROVIDER_RELEASE = '1.30.0';

/**
 * ONNX Runtime's CUDA provider for Linux x64: the wheel of onnxruntime-gpu, built for CUDA 13. Address, size and hash
 * are those that the Python Package Index states; the hash was also computed from the file. `bench:provider` ran with this
 * wheel's libraries on an H100 (training/RESULTS.md).
 */
export const CUDA_PROVIDER_ARCHIVE: PinnedArchive = {
  address:
    'https://files.pythonhosted.org/packages/ea/71/b225bd559a718f6cefb058d4f4c4c95e556543f47d4be0e81819681ac347/onnxruntime_gpu-1.30.0-cp311-cp311-manylinux_2_28_x86_64.whl',
  bytes: 246_658_419,
  sha256: '4fbf0c5d7b5fb99266c2e8a802e3e64af68bdc383e0f3c7349b985f1087eedaa',
  members: {
    'onnxruntime/capi/libonnxruntime_providers_shared.so': 'libonnxruntime_providers_shared.so',
    'onnxruntime/capi/libonnxruntime_providers_cuda.so': 'libonnxruntime_providers_cuda.so',
  },
};
