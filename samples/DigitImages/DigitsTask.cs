using DeepTrain;

/// <summary>The digits of 8 x 8 pixels that come with the samples.</summary>
public static class DigitsTask
{
    /// <summary>The same split as the dense network's.</summary>
    public static PictureTask Create(int seed)
    {
        (LabelledPictures training, LabelledPictures test) = DigitsData.Split(seed);
        Dataset trainingSet = ToDataset(training);
        return new PictureTask(
            trainingSet, ToDataset(test), Preprocessing.ChannelMean(), seed => new ConvolvedDigits(seed),
            // beyond the edge is paper. No shifts: a network that convolves and pools is invariant to them as it is
            Augmentation.Rotate(10).Shear(10).Scale(0.9f, 1.1f).Edges(EdgePolicy.Replicate), Epochs: 60, BatchSize: 32);
    }

    // pixels from 0 to 1, as pictures have them
    private static Dataset ToDataset(LabelledPictures pictures) => Dataset.FromArrays(
        Array.ConvertAll(pictures.Pixels, pixel => pixel / 16), pictures.Labels, new() { InputShape = [1, 8, 8] });
}
