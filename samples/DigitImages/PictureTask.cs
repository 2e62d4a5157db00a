using DeepTrain;

/// <summary>Pictures to learn, and with what.</summary>
/// <param name="Training">As they are in their files.</param>
/// <param name="Test">Others, to test on.</param>
/// <param name="Prepare">What is done to them before the network sees them.</param>
/// <param name="Create">Makes the network of a seed.</param>
/// <param name="Augmentation">What is done to training pictures anew in each epoch.</param>
/// <param name="Epochs">How often all are seen.</param>
/// <param name="BatchSize">Pictures in a batch.</param>
public sealed record PictureTask(
    Dataset Training, Dataset Test, Preprocessing Prepare, Func<ulong, INetwork> Create, Augmentation Augmentation, int Epochs, int BatchSize);
