// ONNX Runtime (from 1.30) queues usage events on the disk and sends them to its makers unless told not to. Nothing
// leaves this machine: the library reads the variable when its first session is made, so whatever makes sessions
// imports this. A worker thread has only a copy of the environment, which the library does not see: whoever starts one
// imports this too.
process.env['ORT_DISABLE_TELEMETRY'] = '1';
