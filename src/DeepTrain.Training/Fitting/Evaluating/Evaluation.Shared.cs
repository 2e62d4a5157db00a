namespace DeepTrain;

internal sealed partial class Evaluation
{
    // Batch by batch in turn, a round of them at a time; every process adds up all of them in their order, as one alone would.
    private void RunShared(EvaluationSharing sharing, double penalty)
    {
        double sum = 0;
        long rows = 0;
        int batches = _loader.Batches;
        for (int round = 0; round < batches; round += sharing.Size)
        {
            sharing.Clear(_stops?.Wishes ?? default);
            int end = Math.Min(batches, round + sharing.Size);
            for (int next = round; next < end; next++)
            {
                Batch batch = _loader.Next()!;
                if (batch.Rows > 0)
                    sharing.Post(batch, _network.Loss(batch), _metrics.Length > 0 ? Predict(batch) : []);
            }
            sharing.Gather();
            foreach (EvaluationSharing.Part part in sharing.Parts)
                _stops?.Take(part.Cancellations, part.StopRequests);
            if (_stops?.IsCancelled == true)
                throw new OperationCanceledException();
            foreach (EvaluationSharing.Part part in sharing.Parts)
            {
                if (part.Rows == 0)
                    continue;
                sum += (part.Loss - penalty) * part.Rows;
                rows += part.Rows;
                foreach (MetricSum metric in _metrics)
                    metric.Add(part.Outputs, part.Targets, part.Labels);
            }
        }
        Loss = sum / rows;
    }
}
